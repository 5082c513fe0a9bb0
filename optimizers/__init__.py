"""Update rules by family, and the runs that follow them."""

from optimizers.both import BOTH
from optimizers.config import USUAL_NOISE_DECAY, Batches, Noise, RunConfig
from optimizers.direction import DIRECTION
from optimizers.rule import Rule, Setting
from optimizers.schedules import CONSTANT, Schedule
from optimizers.step_size import STEP_SIZE
from optimizers.suggest import suggested_eta
from optimizers.trace import Trajectory, ends, trace

# From the plain step to what was built on it, as a menu or a lecture would list them.
RULES: dict[str, Rule] = {rule.key: rule for rule in (*DIRECTION, *STEP_SIZE, *BOTH)}

__all__ = [
    "CONSTANT",
    "RULES",
    "USUAL_NOISE_DECAY",
    "Batches",
    "Noise",
    "Rule",
    "RunConfig",
    "Schedule",
    "Setting",
    "Trajectory",
    "ends",
    "suggested_eta",
    "trace",
]
