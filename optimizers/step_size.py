"""Rules that choose how far to step, with a step size for each coordinate.

It is learned from the gradients seen so far. The gradient is divided by a measure of its own usual
size, so these rules do not care about the unit of the loss: f and 1000 f give the same path (but
for `epsilon`).
"""

from optimizers.rule import Rule, Setting, told
from words import say


def _epsilon(default: float) -> Setting:
    return Setting("epsilon", default, 1e-16, 1.0, say("rules.settings.guard"), scale="log")


ADAGRAD = Rule(
    key="adagrad",
    **told("adagrad"),
    family="step size",
    year=2011,
    paper=(
        "Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online Learning and Stochastic "
        "Optimization, Journal of Machine Learning Research 12, 2121-2159, 2011"
    ),
    recurrence="""\
s = s + g^2
w = w - eta*g/(sqrt(s) + epsilon)""",
    settings=(
        Setting("eta", 0.5, 1e-4, 100.0, say("rules.adagrad.settings.eta"), scale="log"),
        _epsilon(1e-10),
    ),
    parent="gd",
    eta_unit="length",
)

ADADELTA = Rule(
    key="adadelta",
    **told("adadelta"),
    family="step size",
    year=2012,
    paper="Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, arXiv:1212.5701",
    recurrence="""\
s = rho*s + (1 - rho)*g^2
d = g*sqrt(u + epsilon)/sqrt(s + epsilon)
u = rho*u + (1 - rho)*d^2
w = w - eta*d""",
    settings=(
        Setting("eta", 1.0, 1e-3, 100.0, say("rules.adadelta.settings.eta"), scale="log"),
        Setting("rho", 0.9, 0.0, 0.999, say("rules.adadelta.settings.rho")),
        Setting("epsilon", 1e-6, 1e-16, 1.0, say("rules.adadelta.settings.epsilon"), scale="log"),
    ),
    parent="adagrad",
    eta_unit="none",
)

RMSPROP = Rule(
    key="rmsprop",
    **told("rmsprop"),
    family="step size",
    year=2012,
    paper=(
        "Tieleman & Hinton, Lecture 6.5 - RMSProp: Divide the gradient by a running average of "
        "its recent magnitude, COURSERA: Neural Networks for Machine Learning, 2012"
    ),
    recurrence="""\
s = rho*s + (1 - rho)*g^2
w = w - eta*g/(sqrt(s) + epsilon)""",
    settings=(
        Setting("eta", 0.05, 1e-4, 100.0, say("rules.rmsprop.settings.eta"), scale="log"),
        Setting("rho", 0.9, 0.0, 0.999, say("rules.rmsprop.settings.rho")),
        _epsilon(1e-8),
    ),
    parent="adagrad",
    second_parent="rprop",
    eta_unit="length",
)

RPROP = Rule(
    key="rprop",
    **told("rprop"),
    family="step size",
    year=1993,
    paper=(
        "Riedmiller & Braun, A direct adaptive method for faster backpropagation learning: "
        "the RPROP algorithm, IEEE International Conference on Neural Networks, 586-591, 1993"
    ),
    recurrence="""\
s_0 = eta
factor = if(g*g_prev > 0, eta_plus, if(g*g_prev < 0, eta_minus, 1))
s = max(0.000001, min(50, s*factor))
g_prev = if(g*g_prev < 0, 0, g)
w = w - s*sign(g_prev)""",
    settings=(
        Setting("eta", 0.1, 1e-4, 50.0, say("rules.settings.first_step"), scale="log"),
        Setting("eta_plus", 1.2, 1.0, 2.0, say("rules.rprop.settings.eta_plus")),
        Setting("eta_minus", 0.5, 0.01, 1.0, say("rules.rprop.settings.eta_minus")),
    ),
    parent="gd",
    eta_unit="length",
)

STEP_SIZE = (ADAGRAD, ADADELTA, RMSPROP, RPROP)
