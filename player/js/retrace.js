// Traces a race anew from any start, as optimizers/trace.py does, with functions printed from
// the same expressions. RULE_FUNCTIONS stands at the top of the module.
import { compile } from "./compile.js";

// (start) => racers, or null where the race brings no recipe.
export function retracer(race) {
  const { recipe } = race;
  if (!recipe) return null;
  const seeing = race.examples ? overRows(race.examples) : overAll(race.loss);
  const runs = recipe.runs.map((run) => ({
    settings: run.settings,
    rule: run.code ? compile(run.code) : RULE_FUNCTIONS[run.rule],
    etas: Float64Array.from({ length: race.steps }, (_, k) => (run.settings.eta ?? 0) * (race.factors ? race.factors[k] : 1)),
    noise: run.sigma > 0 ? race.noise.map((value) => run.sigma * value) : null,
  }));
  return (start) => race.racers.map((racer, k) => traceAgain(race, racer, runs[k], seeing, start));
}

// How a run sees its loss, as functions (x, y, out) that put loss and gradient into out: `loss`
// for the record and, where the rule is shown something else, `step(t)` for the step after t;
// `heldOut` puts the loss over the rows held out into out[0].
const overAll = (loss) => ({ loss, step: null, heldOut: null });

function overRows({ value, slopes, training, heldOut, batchAt }) {
  const over = (f, { table, rows }) => (x, y, out) => f(x, y, table, rows, out);
  return {
    loss: over(slopes, training),
    step: batchAt && ((t) => over(slopes, batchAt(t))),
    heldOut: heldOut && over(value, heldOut),
  };
}

function traceAgain({ frames, steps, stride }, racer, { rule, settings, etas, noise }, { loss, step, heldOut }, start) {
  const empty = () => new Float64Array(frames).fill(NaN);
  const made = { ...racer, first: start, ended: steps, last: 0, x: empty(), y: empty(), losses: empty(), gradients: empty(), lengths: empty(), heldOut: heldOut && empty() };
  const seen = [NaN, NaN, NaN];
  const tested = [NaN];
  let [seenX, seenY, beforeX, beforeY] = [NaN, NaN, ...start];
  // The point just recorded is where most rules look next.
  const look = (x, y) => {
    if (x !== seenX || y !== seenY) loss(x, y, seen);
    [seenX, seenY] = [x, y];
    return seen;
  };
  let shown = step?.(0);
  const given = [NaN, NaN, NaN];
  const lookAtBatch = (x, y) => {
    shown(x, y, given);
    return given;
  };
  // Keeps the point after step t in its frame, if it has one; true where the run ends.
  const record = (t, x, y) => {
    const finite = Number.isFinite(x) && Number.isFinite(y);
    const inside = finite && Number.isFinite(look(x, y)[0]);
    if (!inside) made.ended = t;
    if (finite && (t % stride === 0 || t === steps)) {
      const frame = Math.ceil(t / stride);
      made.last = frame;
      made.x[frame] = x;
      made.y[frame] = y;
      if (t) made.lengths[frame] = Math.hypot(x - beforeX, y - beforeY);
      if (inside) {
        const slope = Math.hypot(seen[1], seen[2]);
        made.losses[frame] = seen[0];
        if (Number.isFinite(slope)) made.gradients[frame] = slope;
        if (heldOut) {
          heldOut(x, y, tested);
          made.heldOut[frame] = tested[0];
        }
      }
    }
    [beforeX, beforeY] = [x, y];
    if (step && t < steps) shown = step(t);
    return !inside;
  };
  if (!record(0, ...start)) rule(...start, etas, noise, settings, step ? lookAtBatch : look, record);
  return made;
}
