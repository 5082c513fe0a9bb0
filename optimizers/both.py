"""Rules that choose both: a direction from averaged gradients (as momentum) and a step size for
each coordinate (as RMSProp). Adam and what grew from it.
"""

from optimizers.rule import Rule, Setting

BETA1 = Setting("beta1", 0.9, 0.0, 0.999, "memory of the averaged gradient m")
BETA2 = Setting("beta2", 0.999, 0.0, 0.9999, "memory of the averaged square v")
EPSILON = Setting("epsilon", 1e-8, 1e-16, 1.0, "guard against division by zero", scale="log")


def _eta(default: float) -> Setting:
    return Setting(
        "eta", default, 1e-4, 100.0, "learning rate: roughly the length of a step", scale="log"
    )


ADAM = Rule(
    key="adam",
    name="Adam",
    family="both",
    year=2015,
    paper="Kingma & Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, arXiv:1412.6980",
    idea=(
        "Momentum and RMSProp in one: step along the averaged gradient, divided by the root of "
        "its averaged square, both corrected for their start at zero."
    ),
    strengths=(
        "Works with its defaults on most problems.",
        "Takes steps of about eta on plateaus and cliffs alike.",
        "Averages noise away, in direction and in step size.",
    ),
    weaknesses=(
        "Overshoots and circles the minimum, for m remembers old slopes.",
        "After a calm stretch v has faded, and a sudden long step can follow.",
        "Treats axes apart: turn the landscape and its path changes.",
    ),
    when="As a first choice when you know little about the loss.",
    recurrence="""\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m / (1 - beta1^t)
v_hat = v / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)""",
    settings=(_eta(0.1), BETA1, BETA2, EPSILON),
    convention=(
        "As the paper, torch.optim.Adam and optax.adam. eta = 0.1 suits a view about ten wide; "
        "the paper's default for networks is 0.001."
    ),
    parent="rmsprop",
    eta_unit="length",
)

ADAMW = Rule(
    key="adamw",
    name="AdamW",
    family="both",
    year=2019,
    paper=(
        "Loshchilov & Hutter, Decoupled Weight Decay Regularization, ICLR 2019, arXiv:1711.05101"
    ),
    idea=(
        "Adam, and besides it a steady pull of the point towards the origin that "
        "Adam's scaling does not touch."
    ),
    strengths=(
        "The pull is equally strong in steep and in flat coordinates.",
        "Keeps weights small, which helps networks on data they have not seen.",
    ),
    weaknesses=(
        "Rests a little off the minimum, on the side of the origin.",
        "On a bare loss, where small weights mean nothing, the pull is only an error.",
    ),
    when="For training networks, above all transformers.",
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
        Setting("weight_decay", 0.01, 0.0, 1.0, "strength of the pull towards the origin"),
        EPSILON,
    ),
    convention=(
        "As torch.optim.AdamW: g is the gradient before the pull, and the pull is multiplied by "
        "eta (in the paper only by the schedule). weight_decay is 0.01 in torch and 0.0001 in "
        "optax. torch's default eta is 0.001."
    ),
    parent="adam",
    eta_unit="length",
)

AMSGRAD = Rule(
    key="amsgrad",
    name="AMSGrad",
    family="both",
    year=2018,
    paper=(
        "Reddi, Kale & Kumar, On the Convergence of Adam and Beyond, ICLR 2018, arXiv:1904.09237"
    ),
    idea="Adam that divides by the largest v so far, so that a steep slope is never forgotten.",
    strengths=(
        "Provably converges on convex losses, where Adam can fail, if eta is lowered with time.",
        "No sudden long steps after a calm stretch.",
    ),
    weaknesses=(
        "One early cliff slows it for the rest of the run.",
        "In practice seldom better than Adam, and it stores a third number per weight.",
    ),
    when="When Adam hops about and a guarantee matters more than speed.",
    recurrence="""\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
v_max = max(v_max, v)
m_hat = m / (1 - beta1^t)
v_hat = v_max / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(v_hat) + epsilon)""",
    settings=(_eta(0.1), BETA1, BETA2, EPSILON),
    convention=(
        "As torch.optim.Adam with amsgrad=True: the maximum is taken of v, then corrected for "
        "its start at zero. optax.amsgrad takes the maximum of v / (1 - beta2^t) instead; the "
        "paper has no such correction at all, neither of m nor of v."
    ),
    parent="adam",
    eta_unit="length",
)

ADAMAX = Rule(
    key="adamax",
    name="Adamax",
    family="both",
    year=2015,
    paper=(
        "Kingma & Ba, Adam: A Method for Stochastic Optimization, section 7.1, ICLR 2015, "
        "arXiv:1412.6980"
    ),
    idea=(
        "Adam with a fading maximum of slopes in place of the averaged square: "
        "the largest recent slope sets the scale."
    ),
    strengths=(
        "No coordinate moves further than about eta in one step.",
        "Needs no correction of u for its start at zero.",
    ),
    weaknesses=(
        "One large slope shortens steps for about 1 / (1 - beta2) steps.",
        "Usually a little slower than Adam.",
    ),
    when="When gradients are sparse or come with outliers.",
    recurrence="""\
m = beta1*m + (1 - beta1)*g
u = max(beta2*u, |g| + epsilon)
m_hat = m / (1 - beta1^t)
w = w - eta*m_hat / u""",
    settings=(
        _eta(0.1),
        BETA1,
        Setting("beta2", 0.999, 0.0, 0.9999, "how slowly the maximum u fades"),
        EPSILON,
    ),
    convention=(
        "As torch.optim.Adamax and optax.adamax, which add epsilon to |g|; the paper has no "
        "epsilon. Default eta for networks: 0.002."
    ),
    parent="adam",
    eta_unit="length",
)

NADAM = Rule(
    key="nadam",
    name="NAdam",
    family="both",
    year=2016,
    paper="Dozat, Incorporating Nesterov Momentum into Adam, ICLR 2016 workshop",
    idea="Adam with Nesterov's look-ahead: it steps with the momentum it is about to have.",
    strengths=(
        "Responds to a change of slope sooner than Adam.",
        "Often a little faster than Adam with the same settings.",
    ),
    weaknesses=(
        "More exposed to noise in the newest gradient.",
        "Its schedule of momentum makes the rule harder to read.",
    ),
    when="Where Adam works and momentum matters.",
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
    convention=(
        "As torch.optim.NAdam, with its warm-up of the momentum from beta1 / 2 to beta1 (P is "
        "the product of all mu_t so far). optax.nadam has no warm-up: it takes beta1 m_hat + "
        "(1 - beta1) g / (1 - beta1^t), with m_hat corrected for step t + 1. Default eta for "
        "networks: 0.002."
    ),
    parent="adam",
    eta_unit="length",
)

RADAM = Rule(
    key="radam",
    name="RAdam",
    family="both",
    year=2020,
    paper=(
        "Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, ICLR 2020, "
        "arXiv:1908.03265"
    ),
    idea=(
        "Adam that trusts v only after it has seen enough gradients: momentum alone for the "
        "first steps, then Adam's scaling, let in little by little by the factor r."
    ),
    strengths=(
        "A warm-up that needs no setting.",
        "Less thrown about than Adam by the first few noisy gradients.",
    ),
    weaknesses=(
        "Its first five steps are not scaled: where the slope is large, they leap.",
        "Slow to get going after them: with beta2 = 0.999, r is 0.03 at step 6 and still only "
        "0.37 at step 300.",
    ),
    when="When Adam needs a warm-up and you would rather not tune one.",
    recurrence="""\
m = beta1*m + (1 - beta1)*g
v = beta2*v + (1 - beta2)*g^2
m_hat = m / (1 - beta1^t)
rho_inf = 2/(1 - beta2) - 1
rho_t = rho_inf - 2*t*beta2^t / (1 - beta2^t)
r = if(rho_t > 5, sqrt((rho_t - 4)*(rho_t - 2)*rho_inf / ((rho_inf - 4)*(rho_inf - 2)*rho_t)), 0)
w = w - eta*m_hat*if(rho_t > 5, r*sqrt(1 - beta2^t) / (sqrt(v) + epsilon), 1)""",
    settings=(_eta(0.02), BETA1, BETA2, EPSILON),
    convention=(
        "As torch.optim.RAdam: v counts once rho_t, roughly the number of gradients that v "
        "remembers, is above 5 (above 4 in the paper). optax.radam adds epsilon after the "
        "correction of v. Default eta for networks: 0.001."
    ),
    parent="adam",
    eta_unit="mixed",
)

ADABELIEF = Rule(
    key="adabelief",
    name="AdaBelief",
    family="both",
    year=2020,
    paper=(
        "Zhuang et al., AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed "
        "Gradients, NeurIPS 2020, arXiv:2010.07468"
    ),
    idea=(
        "Adam that divides by how far gradients stray from their average m: where they are as "
        "expected it strides, where they surprise it steps short."
    ),
    strengths=(
        "Long steps down a steady slope, short ones where the slope keeps changing.",
        "Settles more calmly than Adam in many valleys.",
    ),
    weaknesses=(
        "On an even slope the surprise fades and steps grow to many times eta.",
        "Sensitive to epsilon, which is added at every step.",
    ),
    when="Where Adam is fast enough but ends unsteadily.",
    recurrence="""\
m = beta1*m + (1 - beta1)*g
s = beta2*s + (1 - beta2)*(g - m)^2 + epsilon
m_hat = m / (1 - beta1^t)
s_hat = s / (1 - beta2^t)
w = w - eta*m_hat / (sqrt(s_hat) + epsilon)""",
    settings=(
        _eta(0.1),
        BETA1,
        Setting("beta2", 0.999, 0.0, 0.9999, "memory of the averaged surprise s"),
        Setting("epsilon", 1e-16, 1e-16, 1e-2, "guard against division by zero", scale="log"),
    ),
    convention=(
        "As the paper and optax.adabelief: epsilon is added to s at every step, stays in it, and "
        "stands in the denominator too. 1e-16 is the default of optax, where Adam has 1e-8."
    ),
    parent="adam",
    eta_unit="length",
)

LION = Rule(
    key="lion",
    name="Lion",
    family="both",
    year=2023,
    paper=(
        "Chen et al., Symbolic Discovery of Optimization Algorithms, NeurIPS 2023, arXiv:2302.06675"
    ),
    idea=(
        "Found by a program search: keep only the sign of the averaged gradient, so that every "
        "coordinate moves by exactly eta."
    ),
    strengths=(
        "Half of Adam's memory: m is all it stores.",
        "Keeps its pace on plateaus and past cliffs, however small or large the slope.",
    ),
    weaknesses=(
        "Never settles with a constant eta: near the minimum it swings about it.",
        "Moves along diagonals and axes only, whatever the slope.",
    ),
    when="For large networks and large batches, with eta lowered over the run.",
    recurrence="""\
c = beta1*m + (1 - beta1)*g
m = beta2*m + (1 - beta2)*g
w = w - eta*(sign(c) + weight_decay*w)""",
    settings=(
        Setting("eta", 0.03, 1e-4, 100.0, "length of every step, per coordinate", scale="log"),
        Setting("beta1", 0.9, 0.0, 0.999, "weight of the memory m in this step"),
        Setting("beta2", 0.99, 0.0, 0.9999, "memory of the averaged gradient m"),
        Setting("weight_decay", 0.0, 0.0, 1.0, "strength of the pull towards the origin"),
    ),
    convention=(
        "As the paper. No pull towards the origin here unless asked for; optax.lion has "
        "weight_decay = 0.001. The paper advises an eta 3 to 10 times smaller than AdamW's."
    ),
    parent="adamw",
    eta_unit="length",
)

BOTH = (ADAM, ADAMW, AMSGRAD, ADAMAX, NADAM, RADAM, ADABELIEF, LION)
