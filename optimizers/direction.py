"""Rules that choose where to step: gradient descent and the family of momentum.

One `eta` serves every coordinate. It multiplies a gradient, so the `eta` that works depends on
how steep and how curved the loss is.
"""

from optimizers.rule import Rule, Setting, told
from words import say

ETA = Setting("eta", 0.01, 1e-5, 100.0, say("rules.settings.eta_per_slope"), scale="log")
MU = Setting("mu", 0.9, 0.0, 0.999, say("rules.settings.mu"))

GD = Rule(
    key="gd",
    **told("gd"),
    family="direction",
    year=1847,
    paper=(
        "Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, "
        "Comptes rendus de l'Académie des sciences 25, 536-538, 1847"
    ),
    recurrence="w = w - eta*g",
    settings=(ETA,),
)

SGD = Rule(
    key="sgd",
    **told("sgd"),
    family="direction",
    year=1951,
    paper=(
        "Robbins & Monro, A Stochastic Approximation Method, "
        "Annals of Mathematical Statistics 22(3), 400-407, 1951"
    ),
    recurrence="w = w - eta*g",
    settings=(
        ETA,
        Setting("sigma", 1.0, 0.0, 20.0, say("rules.sgd.settings.sigma")),
    ),
    parent="gd",
)

MOMENTUM = Rule(
    key="momentum",
    **told("momentum"),
    family="direction",
    year=1964,
    paper=(
        "Polyak, Some methods of speeding up the convergence of iteration methods, "
        "USSR Computational Mathematics and Mathematical Physics 4(5), 1-17, 1964"
    ),
    recurrence="""\
b = mu*b + g
w = w - eta*b""",
    settings=(ETA, MU),
    parent="gd",
)

NAG = Rule(
    key="nag",
    **told("nag"),
    family="direction",
    year=1983,
    paper=(
        "Nesterov, A method for solving a convex programming problem with convergence rate "
        "O(1/k^2), Soviet Mathematics Doklady 27, 372-376, 1983; form of Sutskever, Martens, "
        "Dahl & Hinton, On the importance of initialization and momentum in deep learning, "
        "ICML 2013"
    ),
    recurrence="""\
b = mu*b + gradient(w - eta*mu*b)
w = w - eta*b""",
    settings=(ETA, MU),
    parent="momentum",
)

DIRECTION = (GD, SGD, MOMENTUM, NAG)
