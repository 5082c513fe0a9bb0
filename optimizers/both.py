"""Rules that choose both a direction and a step size: Adam and what grew from it.

The direction comes from averaged gradients (as in momentum), a step size for each coordinate from
averaged squares (as in RMSProp).
"""

from optimizers.rule import Rule, Setting, told
from words import say

BETA1 = Setting("beta1", 0.9, 0.0, 0.999, say("rules.settings.gradient_memory"))
BETA2 = Setting("beta2", 0.999, 0.0, 0.9999, say("rules.settings.square_memory"))
EPSILON = Setting("epsilon", 1e-8, 1e-16, 1.0, say("rules.settings.guard"), scale="log")


def _eta(default: float) -> Setting:
    return Setting("eta", default, 1e-4, 100.0, say("rules.settings.eta_length"), scale="log")


ADAM = Rule(
    key="adam",
    **told("adam"),
    family="both",
    year=2015,
    paper="Kingma & Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, arXiv:1412.6980",
    recurrence="""\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m / (1 - beta1^t)
v_hat = v / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)""",
    settings=(_eta(0.1), BETA1, BETA2, EPSILON),
    parent="rmsprop",
    second_parent="momentum",
    eta_unit="length",
)

ADAMW = Rule(
    key="adamw",
    **told("adamw"),
    family="both",
    year=2019,
    paper=(
        "Loshchilov & Hutter, Decoupled Weight Decay Regularization, ICLR 2019, arXiv:1711.05101"
    ),
    recurrence="""\
w = w - eta*weight_decay*w
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m / (1 - beta1^t)
v_hat = v / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)""",
    settings=(
        _eta(0.1),
        BETA1,
        BETA2,
        Setting("weight_decay", 0.01, 0.0, 1.0, say("rules.settings.pull")),
        EPSILON,
    ),
    parent="adam",
    eta_unit="length",
)

AMSGRAD = Rule(
    key="amsgrad",
    **told("amsgrad"),
    family="both",
    year=2018,
    paper=(
        "Reddi, Kale & Kumar, On the Convergence of Adam and Beyond, ICLR 2018, arXiv:1904.09237"
    ),
    recurrence="""\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_max = max(v_max, v)
m_hat = m / (1 - beta1^t)
v_hat = v_max / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)""",
    settings=(_eta(0.1), BETA1, BETA2, EPSILON),
    parent="adam",
    eta_unit="length",
)

ADAMAX = Rule(
    key="adamax",
    **told("adamax"),
    family="both",
    year=2015,
    paper=(
        "Kingma & Ba, Adam: A Method for Stochastic Optimization, section 7.1, ICLR 2015, "
        "arXiv:1412.6980"
    ),
    recurrence="""\
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, |g| + epsilon)
m_hat = m / (1 - beta1^t)
w = w - eta*m_hat / u""",
    settings=(
        _eta(0.1),
        BETA1,
        Setting("beta2", 0.999, 0.0, 0.9999, say("rules.adamax.settings.beta2")),
        EPSILON,
    ),
    parent="adam",
    eta_unit="length",
)

NADAM = Rule(
    key="nadam",
    **told("nadam"),
    family="both",
    year=2016,
    paper="Dozat, Incorporating Nesterov Momentum into Adam, ICLR 2016 workshop",
    recurrence="""\
P_0 = 1
mu_t = beta1*(1 - 0.96^(0.004*t)/2)
mu_next = beta1*(1 - 0.96^(0.004*(t + 1))/2)
P = P*mu_t
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = (1 - mu_t)*g / (1 - P) + mu_next*m / (1 - P*mu_next)
v_hat = v / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)""",
    settings=(_eta(0.1), BETA1, BETA2, EPSILON),
    parent="adam",
    second_parent="nag",
    eta_unit="length",
)

RADAM = Rule(
    key="radam",
    **told("radam"),
    family="both",
    year=2020,
    paper=(
        "Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, ICLR 2020, "
        "arXiv:1908.03265"
    ),
    recurrence="""\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m / (1 - beta1^t)
rho_inf = 2/(1 - beta2) - 1
rho_t = rho_inf - 2*t*beta2^t / (1 - beta2^t)
r = if(rho_t > 5, sqrt((rho_t - 4)*(rho_t - 2)*rho_inf / ((rho_inf - 4)*(rho_inf - 2)*rho_t)), 0)
w = w - eta*m_hat*if(rho_t > 5, r*sqrt(1 - beta2^t) / (sqrt(v) + epsilon), 1)""",
    settings=(_eta(0.02), BETA1, BETA2, EPSILON),
    parent="adam",
    eta_unit="mixed",
)

ADABELIEF = Rule(
    key="adabelief",
    **told("adabelief"),
    family="both",
    year=2020,
    paper=(
        "Zhuang et al., AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed "
        "Gradients, NeurIPS 2020, arXiv:2010.07468"
    ),
    recurrence="""\
m = beta1*m + (1 - beta1)*g
s = beta2*s + (1 - beta2)*(g - m)^2 + epsilon
m_hat = m / (1 - beta1^t)
s_hat = s / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(s_hat) + epsilon)""",
    settings=(
        _eta(0.1),
        BETA1,
        Setting("beta2", 0.999, 0.0, 0.9999, say("rules.adabelief.settings.beta2")),
        Setting("epsilon", 1e-16, 1e-16, 1e-2, say("rules.settings.guard"), scale="log"),
    ),
    parent="adam",
    eta_unit="length",
)

LION = Rule(
    key="lion",
    **told("lion"),
    family="both",
    year=2023,
    paper=(
        "Chen et al., Symbolic Discovery of Optimization Algorithms, NeurIPS 2023, arXiv:2302.06675"
    ),
    recurrence="""\
c = beta1*m + (1 - beta1)*g
m = beta2*m + (1 - beta2)*g
w = w - eta*(sign(c) + weight_decay*w)""",
    settings=(
        Setting("eta", 0.03, 1e-4, 100.0, say("rules.lion.settings.eta"), scale="log"),
        Setting("beta1", 0.9, 0.0, 0.999, say("rules.lion.settings.beta1")),
        Setting("beta2", 0.99, 0.0, 0.9999, say("rules.settings.gradient_memory")),
        Setting("weight_decay", 0.0, 0.0, 1.0, say("rules.settings.pull")),
    ),
    parent="adamw",
    eta_unit="length",
)

BOTH = (ADAM, ADAMW, AMSGRAD, ADAMAX, NADAM, RADAM, ADABELIEF, LION)
