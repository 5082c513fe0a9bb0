// A second landscape of a loss over data as thin level lines over the map: that of the batch
// that the next step sees, or that of the rows held out. Its levels are those of the map.
import { LEVELS } from "./field.js";

const [COARSE, FINE] = [14, 72]; // Places along a side of the view where it is computed.
const [SOON, ONCE] = [4, 12]; // Milliseconds for one that changes with the step, and that does not.

// The second landscapes that a race has.
export const ghostsOf = ({ examples }) => ["none", ...(examples?.batchAt ? ["batch"] : []), ...(examples?.heldOut ? ["held"] : [])];

// The one that is shown: not every race has the chosen one.
export const ghostShown = (race, chosen) => (ghostsOf(race).includes(chosen) ? chosen : "none");

export class Ghost {
  constructor(context) {
    this.context = context;
    this.drawn = "";
    this.race = null;
  }

  setRace(race) {
    if (race.examples !== this.race?.examples) this.perRow = 5e-5; // milliseconds, at first a guess
    this.race = race;
    this.drawn = "";
  }

  // The one of this kind over the map `stage`, for the point that the race has reached after
  // `step`; only where something changed.
  draw(stage, scale, step, kind) {
    const { context } = this;
    const now = Math.min(step, this.race.steps - 1);
    const id = kind === "none" ? kind : [kind, kind === "batch" ? now : "", stage.view, stage.theme.id, scale.low, scale.high, scale.log].join();
    if (id === this.drawn) return;
    this.drawn = id;
    context.clearRect(0, 0, stage.width, stage.height);
    this.lines = 0;
    if (kind === "none") return;
    const { examples } = this.race;
    const part = kind === "batch" ? examples.batchAt(now) : examples.heldOut;
    const { heights, size } = this.heightsOf(part, stage.view, scale, kind === "batch" ? SOON : ONCE);
    context.beginPath();
    this.lines = traceLevels(context, heights, size, stage);
    context.strokeStyle = stage.theme.ghost;
    context.lineWidth = 1.1 * stage.theme.size ** 0.5;
    context.stroke();
  }

  // Heights of the mean over some rows, (size, size), y ascending; as coarse as it must be
  // to be there in time.
  heightsOf({ table, rows }, [x0, x1, y0, y1], scale, budget) {
    const fitting = Math.floor(Math.sqrt(budget / (this.perRow * rows.length)));
    const size = Math.max(COARSE, Math.min(FINE, fitting));
    const heights = new Float32Array(size * size);
    const out = [NaN];
    const began = performance.now();
    for (let j = 0, at = 0; j < size; j++) {
      const y = y0 + ((y1 - y0) * j) / (size - 1);
      for (let i = 0; i < size; i++, at++) {
        this.race.examples.value(x0 + ((x1 - x0) * i) / (size - 1), y, table, rows, out);
        heights[at] = Number.isFinite(out[0]) ? scale.reach(out[0]) : NaN;
      }
    }
    const taken = (performance.now() - began) / (size * size * rows.length);
    this.perRow = Math.max(1e-6, 0.7 * this.perRow + 0.3 * taken);
    return { heights, size };
  }
}

// The level lines of a grid over the whole map: in each cell straight from side to side. Returns
// how many pieces there are.
function traceLevels(context, grid, size, { width, height }) {
  const [across, down] = [width / (size - 1), height / (size - 1)];
  let pieces = 0;
  for (let j = 0; j + 1 < size; j++) {
    for (let i = 0; i + 1 < size; i++) {
      const at = j * size + i;
      const corners = [grid[at], grid[at + 1], grid[at + size + 1], grid[at + size]];
      const [low, high] = [Math.min(...corners), Math.max(...corners)];
      // A corner without a value makes both of them none, and the loop has no turn.
      const last = Math.min(LEVELS - 1, Math.floor(high * LEVELS));
      for (let level = Math.max(1, Math.ceil(low * LEVELS)); level <= last; level++) {
        pieces += traceCell(context, corners, level / LEVELS, (u, v) => [(i + u) * across, height - (j + v) * down]);
      }
    }
  }
  return pieces;
}

// Corners go round from below left, against the clock; `place` takes shares of the cell.
export function traceCell(context, [a, b, c, d], level, place) {
  const ends = [];
  const share = (from, to) => (level - from) / (to - from);
  if (a > level !== b > level) ends.push(place(share(a, b), 0));
  if (b > level !== c > level) ends.push(place(1, share(b, c)));
  if (c > level !== d > level) ends.push(place(1 - share(c, d), 1));
  if (d > level !== a > level) ends.push(place(0, 1 - share(d, a)));
  for (let k = 0; k + 1 < ends.length; k += 2) {
    context.moveTo(...ends[k]);
    context.lineTo(...ends[k + 1]);
  }
  return ends.length / 2;
}
