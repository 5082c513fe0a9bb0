// Reads the message that payload.py writes; its layout is described there.
import { compile } from "./compile.js";
import { readExamples } from "./examples.js";
import { fullLook } from "./look.js";

export function decodeRace(bytes) {
  // A copy when the bytes do not start on a multiple of four, which Float32Array asks for.
  const data = bytes.byteOffset % 4 ? bytes.slice() : bytes;
  const length = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
  const text = new TextDecoder().decode(data.subarray(4, 4 + length));
  const race = JSON.parse(text);
  let at = data.byteOffset + 4 + length;
  const take = (count) => {
    const block = new Float32Array(data.buffer, at, count);
    at += 4 * count;
    return block;
  };
  race.linkedStart = race.start;
  race.view = fullLook(race.view);
  race.marks = race.minima.map(([x, y]) => ({ kind: "minimum", x, y }));
  const [rows, columns] = race.grid;
  race.rows = rows;
  race.columns = columns;
  race.loss = race.recipe?.loss && compile(race.recipe.loss);
  race.values = race.loss ? gridOf(race) : take(rows * columns);
  race.frames = Math.ceil(race.steps / race.stride) + 1;
  for (const racer of race.racers) readRacer(racer, race, take);
  // A copy, since Float64Array asks for multiples of eight.
  const copied = (Kind, count) => {
    const end = at + Kind.BYTES_PER_ELEMENT * count;
    const block = new Kind(data.buffer.slice(at, end));
    at = end;
    return block;
  };
  race.factors = race.recipe?.factors ? copied(Float64Array, race.steps) : null;
  race.noise = race.recipe?.noise ? copied(Float64Array, 2 * race.steps) : null;
  race.examples = race.examples ? readExamples(race.examples, copied) : null;
  return race;
}

// The loss over the view, borders included; NaN where it has no value.
function gridOf({ loss, rows, columns, x_range: [x0, x1], y_range: [y0, y1] }) {
  const values = new Float32Array(rows * columns);
  const seen = [NaN, NaN, NaN];
  for (let j = 0, at = 0; j < rows; j++) {
    const y = y0 + ((y1 - y0) * j) / (rows - 1);
    for (let i = 0; i < columns; i++, at++) {
      loss(x0 + ((x1 - x0) * i) / (columns - 1), y, seen);
      values[at] = Number.isFinite(seen[0]) ? clipped(seen[0]) : NaN;
    }
  }
  return values;
}

// Overflow becomes the largest float32, as on the server.
const LARGEST = 3.4028234663852886e38;
const clipped = (value) => Math.min(LARGEST, Math.max(-LARGEST, value));

function readRacer(racer, race, take) {
  const { frames, stride } = race;
  const moves = take(2 * (frames - 1));
  racer.losses = take(frames);
  racer.gradients = take(frames);
  racer.lengths = new Float32Array(frames).fill(NaN);
  if (stride > 1) racer.lengths.set(take(frames - 1), 1);
  racer.heldOut = race.held_out ? take(frames) : null;
  racer.x = new Float64Array(frames);
  racer.y = new Float64Array(frames);
  [racer.x[0], racer.y[0]] = racer.first;
  for (let i = 1; i < frames; i++) {
    const [dx, dy] = [moves[2 * i - 2], moves[2 * i - 1]];
    racer.x[i] = racer.x[i - 1] + dx;
    racer.y[i] = racer.y[i - 1] + dy;
    if (stride === 1) racer.lengths[i] = Math.hypot(dx, dy);
  }
  racer.last = frames - 1;
  while (racer.last > 0 && !Number.isFinite(racer.x[racer.last])) racer.last--;
}

export function sameBytes(one, other) {
  return one?.length === other?.length && one.every((byte, k) => byte === other[k]);
}

// The step that a frame shows: they differ only where a long run was thinned.
export const stepAt = (race, frame) => Math.min(race.steps, frame * race.stride);
export const frameAt = (race, step) => Math.min(race.frames - 1, Math.round(step / race.stride));

export const sameLandscape = (one, other) =>
  one?.landscape === other?.landscape && String(one?.names) === String(other?.names);

export const samePaths = (one, other) => one?.landscape === other?.landscape && one?.paths === other?.paths;

export const sameView = (one, other) =>
  String(one.x_range) === String(other.x_range) && String(one.y_range) === String(other.y_range);
