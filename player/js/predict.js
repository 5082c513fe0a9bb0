// What two weights predict, read off the loss of one example alone; fit.py says which column is
// what.
import { traceCell } from "./ghost.js";

const PLACES = 32; // Values of the target that are tried, before the best of them is refined.
const REFINED = 15; // Turns of golden section: to a hundredth of a pixel or so.
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const CELLS = 32; // Along a side of the view where a boundary is looked for.

export function predictor({ value, width, fit }) {
  const { columns: [across, up, target], labels } = fit;
  const row = new Float64Array(width);
  const [first, out] = [Uint16Array.of(0), [NaN]];
  const lossOf = ([w1, w2], label) => {
    row[target] = label;
    value(w1, w2, row, first, out);
    return out[0];
  };
  // By how much the higher label has more loss than the lower one, at a place.
  const excess = (weights, x, y) => {
    row[across] = x;
    row[up] = y;
    return lossOf(weights, labels[1]) - lossOf(weights, labels[0]);
  };
  return {
    // The target with the least loss for an input, between two values; infinite where it lies
    // beyond them on that side, NaN where there is none.
    at(weights, input, low, high) {
      row[across] = input;
      return leastBetween((v) => lossOf(weights, v), low, high);
    },
    excess,
    // Where both labels have the same loss, as lines [[x, y], ...] in a view.
    boundary: (weights, view) => zeroLines(view, (x, y) => excess(weights, x, y)),
    // How many rows of a table have less loss with their own label than with the other.
    agreeing(weights, table) {
      let agreeing = 0;
      for (let from = 0; from < table.length; from += width) {
        row.set(table.subarray(from, from + width));
        const own = row[target];
        if (lossOf(weights, own) < lossOf(weights, labels[own === labels[0] ? 1 : 0])) agreeing++;
      }
      return agreeing;
    },
  };
}

function leastBetween(lossAt, low, high) {
  const step = (high - low) / PLACES;
  let [best, least] = [0, Infinity];
  for (let k = 0; k <= PLACES; k++) {
    const loss = lossAt(low + k * step);
    if (loss < least) [best, least] = [k, loss];
  }
  if (best === PLACES) return Infinity;
  if (best === 0) return lossAt(high) > least ? -Infinity : NaN; // not where every value is as good
  let [from, to] = [low + (best - 1) * step, low + (best + 1) * step];
  let [a, b] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
  let [lossA, lossB] = [lossAt(a), lossAt(b)];
  for (let turn = 0; turn < REFINED; turn++) {
    if (lossA < lossB) {
      [to, b, lossB] = [b, a, lossA];
      a = to - GOLDEN * (to - from);
      lossA = lossAt(a);
    } else {
      [from, a, lossA] = [a, b, lossB];
      b = from + GOLDEN * (to - from);
      lossB = lossAt(b);
    }
  }
  return (from + to) / 2;
}

// Where a function of a view changes its sign: whole lines, so that dashes run along them.
function zeroLines([x0, x1, y0, y1], valueAt) {
  const side = CELLS + 1;
  const x = (i) => x0 + ((x1 - x0) * i) / CELLS;
  const y = (j) => y0 + ((y1 - y0) * j) / CELLS;
  const values = new Float64Array(side * side);
  // Within bounds, so that a loss that overflows on one side still has its line half way.
  for (let at = 0; at < values.length; at++) values[at] = Math.min(1e300, Math.max(-1e300, valueAt(x(at % side), y(Math.floor(at / side)))));
  const pieces = [];
  const pen = { moveTo: (...point) => pieces.push([point]), lineTo: (...point) => pieces[pieces.length - 1].push(point) };
  for (let j = 0; j < CELLS; j++) {
    for (let i = 0; i < CELLS; i++) {
      const at = j * side + i;
      const corners = [values[at], values[at + 1], values[at + side + 1], values[at + side]];
      // Neither is true where a corner has no value.
      if (Math.min(...corners) <= 0 && Math.max(...corners) > 0) traceCell(pen, corners, 0, (u, v) => [x(i + u), y(j + v)]);
    }
  }
  const nameOf = ([px, py]) => `${Math.round((1e6 * (px - x0)) / (x1 - x0))} ${Math.round((1e6 * (py - y0)) / (y1 - y0))}`;
  return joined(pieces, nameOf);
}

// Pieces of two ends each, put together where ends have one name.
function joined(pieces, nameOf) {
  const byEnd = new Map();
  for (const piece of pieces) {
    for (const end of piece) byEnd.set(nameOf(end), [...(byEnd.get(nameOf(end)) ?? []), piece]);
  }
  const used = new Set();
  const grow = (line) => {
    for (;;) {
      const name = nameOf(line[line.length - 1]);
      const next = byEnd.get(name).find((piece) => !used.has(piece));
      if (!next) return line;
      used.add(next);
      line.push(nameOf(next[0]) === name ? next[1] : next[0]);
    }
  };
  return pieces.flatMap((piece) => {
    if (used.has(piece)) return [];
    used.add(piece);
    return [grow(grow([...piece]).reverse())];
  });
}
