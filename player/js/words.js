// What the player says: hover texts, the step counter, and the summary for screen readers.
import { brief, coordinate } from "./levels.js";
import { stepAt } from "./payload.js";

export function pointLines(race, racer, frame) {
  const [x, y] = race.names;
  return [
    racer.detail ? `${racer.name}, ${racer.detail}` : racer.name,
    `step ${stepAt(race, frame)}`,
    `${x} ${coordinate(racer.x[frame])}   ${y} ${coordinate(racer.y[frame])}`,
    `loss ${brief(racer.losses[frame], 5)}`,
  ];
}

// The events that one tick stands for.
export function eventLines(race, { racer, ticks, kept, total }) {
  const lines = [race.racers[racer].name, ...ticks.map(({ step, text }) => `step ${step}: ${text}`)];
  if (total > kept) lines.push(`${kept} of ${total} events are marked: escapes first, the latest first`);
  return lines;
}

// A stationary point: what it is, where, its loss and its two curvatures.
export function markLines(race, { name, x, y, loss, curvatures }) {
  const [first, second] = race.names;
  const lines = [name, `${first} ${coordinate(x)}   ${second} ${coordinate(y)}`, `loss ${brief(loss, 4)}`];
  if (!curvatures.length) return [...lines, "a kink: it has a tip and no curvature"];
  const [least, greatest] = curvatures.map(([curvature]) => curvature);
  if (greatest - least <= 1e-6 * Math.max(Math.abs(least), Math.abs(greatest))) {
    return [...lines, `curvature ${brief(least, 3)} in every direction`];
  }
  return [...lines, ...curvatures.map(([curvature, dx, dy]) => `curvature ${brief(curvature, 3)} along ${direction(race.names, dx, dy)}`)];
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
  if (!racers.length) return "No optimizer is shown.";
  const stayed = racers.filter((racer) => racer.ended >= race.steps);
  const left = racers.filter((racer) => racer.ended < race.steps);
  const final = (racer) => racer.losses[racer.last];
  stayed.sort((a, b) => (Number.isNaN(final(a)) ? 1 : Number.isNaN(final(b)) ? -1 : final(a) - final(b)));
  const at = (racer) => `${race.names[0]} ${coordinate(racer.x[racer.last])}, ${race.names[1]} ${coordinate(racer.y[racer.last])}`;
  const parts = [`${race.title ? `${race.title}: ` : ""}${race.steps} steps from ${race.names[0]} ${coordinate(race.start[0])}, ${race.names[1]} ${coordinate(race.start[1])} are over.`];
  stayed.forEach((racer, k) => {
    const place = k === 0 && stayed.length > 1 ? "has the lowest loss, " : "ended with loss ";
    parts.push(`${racer.name} ${place}${brief(final(racer), 4)} at ${at(racer)}.`);
  });
  for (const racer of left) parts.push(`${racer.name} left the landscape's domain or overflowed at step ${racer.ended}.`);
  return parts.join(" ");
}
