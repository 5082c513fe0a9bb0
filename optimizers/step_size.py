"""Rules that choose how far to step: each coordinate has its own step size, learned from the
gradients seen so far.

The gradient is divided by a measure of its own usual size, so these rules do not care about the
unit of the loss: f and 1000 f give the same path (but for `epsilon`).
"""

from optimizers.rule import Rule, Setting


def _epsilon(default: float) -> Setting:
    return Setting("epsilon", default, 1e-16, 1.0, "guard against division by zero", scale="log")


ADAGRAD = Rule(
    key="adagrad",
    name="Adagrad",
    family="step size",
    year=2011,
    paper=(
        "Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online Learning and Stochastic "
        "Optimization, Journal of Machine Learning Research 12, 2121-2159, 2011"
    ),
    idea="Divide each coordinate's slope by the root of the sum of all its squared slopes so far.",
    strengths=(
        "Steep and flat coordinates advance alike: a valley along an axis is no obstacle.",
        "Steps shrink by themselves, so it settles without a schedule.",
        "Made for sparse data: a coordinate rarely touched keeps long steps.",
    ),
    weaknesses=(
        "The sum never forgets: steps shrink for good, and it can stop far from the minimum.",
        "One early cliff makes a coordinate slow ever after.",
    ),
    when="For sparse features and convex losses.",
    recurrence="""\
s = s + g^2
w = w - eta*g/(sqrt(s) + epsilon)""",
    settings=(
        Setting("eta", 0.5, 1e-4, 100.0, "learning rate: length of the first step", scale="log"),
        _epsilon(1e-10),
    ),
    convention=(
        "As torch.optim.Adagrad (whose default eta is 0.01): s starts at 0 and epsilon stands "
        "outside the root. optax.adagrad starts s at 0.1 and puts epsilon inside the root."
    ),
    parent="gd",
    eta_unit="length",
)

ADADELTA = Rule(
    key="adadelta",
    name="Adadelta",
    family="step size",
    year=2012,
    paper="Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, arXiv:1212.5701",
    idea=(
        "Scale the slope by the usual length of recent steps over the usual size of recent "
        "slopes, so that the step has the unit of the point and needs no learning rate."
    ),
    strengths=(
        "No learning rate to find.",
        "Forgets old slopes, so unlike Adagrad it does not grind to a halt.",
    ),
    weaknesses=(
        "Starts very slowly: its first step is about 3 sqrt(epsilon) long.",
        "epsilon, meant as a guard, in truth decides how fast it gets going.",
    ),
    when="When a learning rate cannot be tuned and there is time for a slow start.",
    recurrence="""\
s = rho*s + (1 - rho)*g^2
d = g*sqrt(u + epsilon)/sqrt(s + epsilon)
u = rho*u + (1 - rho)*d^2
w = w - eta*d""",
    settings=(
        Setting("eta", 1.0, 1e-3, 100.0, "multiplies every step; 1 in the paper", scale="log"),
        Setting("rho", 0.9, 0.0, 0.999, "memory of both averages"),
        Setting("epsilon", 1e-6, 1e-16, 1.0, "sets the length of the first steps", scale="log"),
    ),
    convention=(
        "As torch.optim.Adadelta and optax.adadelta, which add eta; the paper has none. s is the "
        "average of squared slopes, u that of squared steps (E[g^2] and E[dx^2] in the paper), "
        "and u is updated with d, before eta. The paper's experiments use rho = 0.95."
    ),
    parent="adagrad",
    eta_unit="none",
)

RMSPROP = Rule(
    key="rmsprop",
    name="RMSProp",
    family="step size",
    year=2012,
    paper=(
        "Tieleman & Hinton, Lecture 6.5 - RMSProp: Divide the gradient by a running average of "
        "its recent magnitude, COURSERA: Neural Networks for Machine Learning, 2012"
    ),
    idea=(
        "Adagrad that forgets: divide each slope by the root of a running average of its "
        "squares, so that only recent slopes count."
    ),
    strengths=(
        "Moves at about the same pace on plateaus and on cliffs.",
        "Keeps its speed however long the run, and adapts when the terrain changes.",
    ),
    weaknesses=(
        "Does not settle: near the minimum it hops to and fro by about eta.",
        "The first steps are too long, by up to 1 / sqrt(1 - rho), for s starts at 0.",
    ),
    when="When gradients are noisy or their size changes along the way.",
    recurrence="""\
s = rho*s + (1 - rho)*g^2
w = w - eta*g/(sqrt(s) + epsilon)""",
    settings=(
        Setting("eta", 0.05, 1e-4, 100.0, "learning rate: usual length of a step", scale="log"),
        Setting("rho", 0.9, 0.0, 0.999, "memory of the averaged square"),
        _epsilon(1e-8),
    ),
    convention=(
        "rho = 0.9 as in the lecture; torch.optim.RMSprop takes 0.99 and eta = 0.01. epsilon "
        "stands outside the root as in torch; optax.rmsprop puts it inside unless "
        "eps_in_sqrt=False. Hinton came to it from Rprop, as a version for mini-batches."
    ),
    parent="adagrad",
    eta_unit="length",
)

RPROP = Rule(
    key="rprop",
    name="Rprop",
    family="step size",
    year=1993,
    paper=(
        "Riedmiller & Braun, A direct adaptive method for faster backpropagation learning: "
        "the RPROP algorithm, IEEE International Conference on Neural Networks, 586-591, 1993"
    ),
    idea=(
        "Ignore how steep it is: each coordinate's step grows while its slope keeps its sign "
        "and shrinks when the sign changes."
    ),
    strengths=(
        "Only signs count, so neither cliffs nor plateaus disturb it.",
        "Step sizes grow and shrink fast: the choice of eta hardly matters.",
    ),
    weaknesses=(
        "Useless with noisy gradients: chance changes of sign shrink its steps.",
        "Looks at each axis alone, so narrow valleys aslant to the axes slow it.",
    ),
    when="With exact gradients of the whole data set, never with mini-batches.",
    recurrence="""\
s_0 = eta
factor = if(g*g_prev > 0, eta_plus, if(g*g_prev < 0, eta_minus, 1))
s = max(0.000001, min(50, s*factor))
g_prev = if(g*g_prev < 0, 0, g)
w = w - s*sign(g_prev)""",
    settings=(
        Setting("eta", 0.1, 1e-4, 50.0, "length of the first step", scale="log"),
        Setting("eta_plus", 1.2, 1.0, 2.0, "growth while the sign stays"),
        Setting("eta_minus", 0.5, 0.01, 1.0, "shrinking when the sign changes"),
    ),
    convention=(
        "As torch.optim.Rprop (whose default eta is 0.01): after a change of sign the coordinate "
        "rests for one step and its slope counts as 0 in the next comparison. That is the "
        "iRprop- of Igel & Hüsken (2000); the first paper takes the last step back instead. "
        "Step sizes stay within 0.000001 and 50. optax.rprop (0.2.8) takes each step one turn late."
    ),
    parent="gd",
    eta_unit="length",
)

STEP_SIZE = (ADAGRAD, ADADELTA, RMSPROP, RPROP)
