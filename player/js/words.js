// What the player says of a race: hover texts, and the summary for screen readers.
import { word } from "./language.js";
import { brief, coordinate } from "./numbers.js";
import { stepAt } from "./payload.js";

// With its settings.
export const fullName = ({ name, detail }) => (detail ? `${name}, ${detail}` : name);

export const placeLine = ({ names: [first, second] }, x, y) =>
  `${first} ${coordinate(x)}   ${second} ${coordinate(y)}`;

export function pointLines(race, racer, frame) {
  return [
    fullName(racer),
    word("tip.step", { step: stepAt(race, frame) }),
    placeLine(race, racer.x[frame], racer.y[frame]),
    word("tip.loss", { loss: brief(racer.losses[frame], 5) }),
    ...(racer.heldOut ? [word("tip.held", { loss: brief(racer.heldOut[frame], 5) })] : []),
  ];
}

// The events that one tick stands for.
export function eventLines(race, { racer, ticks, kept, total }) {
  const events = ticks.map(({ step, text }) => word("tip.event", { step, event: text }));
  const lines = [race.racers[racer].name, ...events];
  if (total > kept) lines.push(word("tip.events_left_out", { kept, total }));
  return lines;
}

// A row of the data: what it is to the optimizers, and its values.
export function rowLines({ rows, batch, fit: { columns, names } }, row) {
  const kind = row.held ? "fit.held_row" : batch?.includes(rows.indexOf(row)) ? "fit.batch_row" : "fit.training_row";
  const values = [row.x, row.y, row.label].slice(0, new Set(columns).size);
  return [word(kind), values.map((value, k) => `${names[k]} ${brief(value)}`).join("   ")];
}

// A stationary point: what it is, where, its loss and its two curvatures.
export function markLines(race, { name, x, y, loss, curvatures }) {
  const lines = [name, placeLine(race, x, y), word("tip.loss", { loss: brief(loss, 4) })];
  if (!curvatures.length) return [...lines, word("tip.kink")];
  const [least, greatest] = curvatures.map(([curvature]) => curvature);
  if (greatest - least <= 1e-6 * Math.max(Math.abs(least), Math.abs(greatest))) {
    return [...lines, word("tip.curvature_anywhere", { curvature: brief(least, 3) })];
  }
  return [...lines, ...curvatures.map(([curvature, dx, dy]) => (
    word("tip.curvature", { curvature: brief(curvature, 3), direction: direction(race.names, dx, dy) })))];
}

// x or y where it is that to two digits, else the unit vector.
function direction(names, dx, dy) {
  if (Math.abs(dy) < 0.005) return names[0];
  if (Math.abs(dx) < 0.005) return names[1];
  const flip = dx < 0 ? -1 : 1;
  return `(${[flip * dx, flip * dy].map((part) => part.toFixed(2).replace("-", "−")).join(", ")})`;
}

// One paragraph: the best first, then those who fell out.
export function summary(race, shown) {
  const racers = race.racers.filter((_, k) => shown[k]);
  if (!racers.length) return word("summary.nobody");
  const stayed = racers.filter((racer) => racer.ended >= race.steps);
  const left = racers.filter((racer) => racer.ended < race.steps);
  const final = (racer) => racer.losses[racer.last];
  stayed.sort((a, b) => (Number.isNaN(final(a)) ? 1 : Number.isNaN(final(b)) ? -1 : final(a) - final(b)));
  const place = (x, y) => `${race.names[0]} ${coordinate(x)}, ${race.names[1]} ${coordinate(y)}`;
  const parts = [word("summary.over", { steps: race.steps, start: place(...race.start) })];
  stayed.forEach((racer, k) => {
    parts.push(word(k === 0 && stayed.length > 1 ? "summary.best" : "summary.ended", {
      racer: racer.name, loss: brief(final(racer), 4), place: place(racer.x[racer.last], racer.y[racer.last]),
    }));
  });
  for (const { name, ended } of left) parts.push(word("summary.left", { racer: name, step: ended }));
  return parts.join(" ");
}
