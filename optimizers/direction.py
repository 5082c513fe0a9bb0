"""Rules that choose where to step: gradient descent and the family of momentum.

One `eta` serves every coordinate. It multiplies a gradient, so the `eta` that works depends on
how steep and how curved the loss is.
"""

from optimizers.rule import Rule, Setting

ETA = Setting(
    "eta", 0.01, 1e-5, 100.0, "learning rate: length of a step for a slope of 1", scale="log"
)
MU = Setting("mu", 0.9, 0.0, 0.999, "momentum: share of the last velocity that is kept")

GD = Rule(
    key="gd",
    name="Gradient descent",
    family="direction",
    year=1847,
    paper=(
        "Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, "
        "Comptes rendus de l'Académie des sciences 25, 536-538, 1847"
    ),
    idea="Step straight downhill, further where the slope is steeper.",
    strengths=(
        "No memory and nothing hidden: a step is the slope times eta.",
        "With eta below 2 / (largest curvature) the loss never rises.",
    ),
    weaknesses=(
        "Zigzags across a narrow valley while it creeps along it.",
        "Crawls on plateaus and near saddles, where the slope is almost zero.",
        "Stays in the first minimum that catches it.",
    ),
    when="First, as the yardstick for every other rule.",
    recurrence="w = w - eta*g",
    settings=(ETA,),
    convention="torch.optim.SGD and optax.sgd without momentum take the same steps.",
)

SGD = Rule(
    key="sgd",
    name="Stochastic gradient descent",
    family="direction",
    year=1951,
    paper=(
        "Robbins & Monro, A Stochastic Approximation Method, "
        "Annals of Mathematical Statistics 22(3), 400-407, 1951"
    ),
    idea=(
        "Gradient descent with a gradient that is only right on average, "
        "because it comes from a small sample of the data."
    ),
    strengths=(
        "A step costs a few samples, not the whole data set.",
        "Noise pushes it off saddles and can carry it out of shallow minima.",
    ),
    weaknesses=(
        "With a constant eta it never settles: it jitters around the minimum.",
        "Inherits the zigzag of gradient descent.",
    ),
    when="When data are too many to use all of them for one step; then lower eta with time.",
    recurrence="w = w - eta*g",
    settings=(
        ETA,
        Setting("sigma", 1.0, 0.0, 20.0, "standard deviation of the noise on each slope"),
    ),
    convention=(
        "A typed loss has no data to sample. The noise of mini-batches is modelled here as "
        "Gaussian noise on the gradient, equally strong everywhere and in both coordinates; "
        "real mini-batch noise changes from place to place. With sigma = 0 it is gradient descent."
    ),
    parent="gd",
)

MOMENTUM = Rule(
    key="momentum",
    name="Momentum",
    family="direction",
    year=1964,
    paper=(
        "Polyak, Some methods of speeding up the convergence of iteration methods, "
        "USSR Computational Mathematics and Mathematical Physics 4(5), 1-17, 1964"
    ),
    idea="A heavy ball: the slope changes the velocity, and the velocity moves the point.",
    strengths=(
        "Runs along valleys: on a steady slope its steps grow to 1 / (1 - mu) times eta g.",
        "Sideways swings cancel, so it zigzags less than gradient descent.",
        "Its run-up can carry it over small bumps.",
    ),
    weaknesses=(
        "Overshoots the minimum and swings back.",
        "One more setting, and eta and mu depend on each other.",
    ),
    when="In long, narrow valleys, and as the usual choice over plain gradient descent.",
    recurrence="""\
b = mu*b + g
w = w - eta*b""",
    settings=(ETA, MU),
    convention=(
        "b sums gradients without damping, as torch.optim.SGD and optax.sgd do. Others write "
        "v = mu v - eta g and w = w + v: the same path while eta is constant. Where b averages, "
        "b = mu b + (1 - mu) g, the same path needs an eta 1 / (1 - mu) times as large."
    ),
    parent="gd",
)

NAG = Rule(
    key="nag",
    name="Nesterov momentum",
    family="direction",
    year=1983,
    paper=(
        "Nesterov, A method for solving a convex programming problem with convergence rate "
        "O(1/k^2), Soviet Mathematics Doklady 27, 372-376, 1983; form of Sutskever, Martens, "
        "Dahl & Hinton, On the importance of initialization and momentum in deep learning, "
        "ICML 2013"
    ),
    idea=(
        "Momentum that looks ahead: it takes the slope where the velocity is about to carry it "
        "and so corrects before it overshoots."
    ),
    strengths=(
        "Brakes earlier than momentum: less overshoot at the same eta and mu.",
        "With Nesterov's growing mu, no gradient method has a better order of worst-case "
        "convergence on smooth convex losses.",
    ),
    weaknesses=(
        "Still swings when mu is large.",
        "Diverges at a smaller eta: with mu = 0.9 beyond 1.36 / curvature, momentum beyond "
        "3.8 / curvature.",
    ),
    when="Where momentum helps but overshoots.",
    recurrence="""\
b = mu*b + gradient(w - eta*mu*b)
w = w - eta*b""",
    settings=(ETA, MU),
    convention=(
        "mu is constant, as in deep learning; Nesterov's own mu grows with the step. "
        "torch.optim.SGD and optax.sgd with nesterov=True run the same path but show the "
        "look-ahead point w - eta mu b in place of w."
    ),
    parent="momentum",
)

DIRECTION = (GD, SGD, MOMENTUM, NAG)
