// The landscape as a picture: the grid made smooth, in bands of colour with thin level lines.

export const LEVELS = 16;

export const hasValues = (race) => race.values.some(Number.isFinite);

// Grid of heights (0..1, NaN in holes) for a race's loss values.
export function heightGrid(race, scale) {
  const heights = new Float32Array(race.values.length);
  for (let i = 0; i < heights.length; i++) {
    const value = race.values[i];
    heights[i] = Number.isFinite(value) ? scale.height(value) : NaN;
  }
  return heights;
}

// Bilinear value at the data point (x, y); NaN outside the view and in holes.
export function sampleGrid(race, grid, x, y) {
  const u = ((x - race.x_range[0]) / (race.x_range[1] - race.x_range[0])) * (race.columns - 1);
  const v = ((y - race.y_range[0]) / (race.y_range[1] - race.y_range[0])) * (race.rows - 1);
  if (!(u >= 0 && v >= 0 && u <= race.columns - 1 && v <= race.rows - 1)) return NaN;
  const i = Math.min(race.columns - 2, Math.floor(u));
  const j = Math.min(race.rows - 2, Math.floor(v));
  const [p, q] = [u - i, v - j];
  const at = j * race.columns + i;
  const below = grid[at] * (1 - p) + grid[at + 1] * p;
  const above = grid[at + race.columns] * (1 - p) + grid[at + race.columns + 1] * p;
  return below * (1 - q) + above * q;
}

// Where each of `count` pixels falls on a grid axis, and its four Catmull-Rom weights.
function axisWeights(count, from, to, cells) {
  const index = new Int32Array(4 * count);
  const weight = new Float32Array(4 * count);
  for (let k = 0; k < count; k++) {
    const u = (from + ((k + 0.5) / count) * (to - from)) * (cells - 1);
    const i = Math.min(cells - 2, Math.max(0, Math.floor(u)));
    const p = Math.min(1, Math.max(0, u - i));
    const inside = u >= -0.01 && u <= cells - 0.99;
    const parts = [
      (-p * p * p + 2 * p * p - p) / 2,
      (3 * p * p * p - 5 * p * p + 2) / 2,
      (-3 * p * p * p + 4 * p * p + p) / 2,
      (p * p * p - p * p) / 2,
    ];
    for (let n = 0; n < 4; n++) {
      index[4 * k + n] = Math.min(cells - 1, Math.max(0, i + n - 1));
      weight[4 * k + n] = inside ? parts[n] : NaN;
    }
  }
  return { index, weight };
}

// Heights at every pixel of a view [x0, x1, y0, y1], top row first, border of one pixel.
function pixelHeights(race, heights, view, width, height) {
  const [spanX, spanY] = [race.x_range[1] - race.x_range[0], race.y_range[1] - race.y_range[0]];
  const u = (x) => (x - race.x_range[0]) / spanX;
  const v = (y) => (y - race.y_range[0]) / spanY;
  const across = axisWeights(width, u(view[0]), u(view[1]), race.columns);
  const down = axisWeights(height, v(view[3]), v(view[2]), race.rows);
  const wide = new Float32Array(race.rows * width);
  for (let j = 0; j < race.rows; j++) {
    interpolate(heights, j * race.columns, 1, across, wide, j * width, 1, width);
  }
  const full = new Float32Array(width * height);
  for (let i = 0; i < width; i++) interpolate(wide, i, width, down, full, i, width, height);
  return full;
}

function interpolate(from, start, stride, { index, weight }, into, at, step, count) {
  for (let k = 0; k < count; k++) {
    const n = 4 * k;
    const [b, c] = [from[start + stride * index[n + 1]], from[start + stride * index[n + 2]]];
    let value = weight[n] * from[start + stride * index[n]] + weight[n + 1] * b
      + weight[n + 2] * c + weight[n + 3] * from[start + stride * index[n + 3]];
    // Beside a hole: straight between the two inner values. Never beyond the neighbours by
    // much, so that a clipped plateau stays flat.
    if (value !== value && weight[n] === weight[n]) {
      const share = weight[n + 1] + weight[n] > 0.5 ? b : c;
      value = b === b && c === c ? (weight[n + 1] + weight[n]) * b + (weight[n + 2] + weight[n + 3]) * c : share;
    }
    into[at + step * k] = value;
  }
}

// Paints the view onto `context`, whose pixels are device pixels.
export function paintField(context, race, heights, view, theme, pixelRatio) {
  const { width, height } = context.canvas;
  const full = pixelHeights(race, heights, view, width, height);
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const [lr, lg, lb, strength] = theme.level;
  const halfLine = 0.55 * pixelRatio * theme.size ** 0.5;
  const bands = theme.scale.length;
  const colors = Uint8Array.from(theme.scale.flat());
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const at = j * width + i;
      const h = full[at];
      if (h !== h) continue;
      const level = h * LEVELS;
      const gx = full[i + 1 < width ? at + 1 : at] - full[i > 0 ? at - 1 : at];
      const gy = full[j + 1 < height ? at + width : at] - full[j > 0 ? at - width : at];
      const slope = 0.5 * LEVELS * Math.sqrt(gx * gx + gy * gy) + 1e-9;
      const nearest = Math.round(level);
      const distance = Math.abs(level - nearest) / slope;
      // A band's colour is that of its middle; the step between two is one pixel wide.
      const side = level < nearest ? -0.5 : 0.5;
      const blend = distance < 0.5 ? distance * 2 * side : side;
      const shade = Math.min(bands - 1, Math.max(0, Math.round(((nearest + blend) / LEVELS) * (bands - 1))));
      let r = colors[3 * shade];
      let g = colors[3 * shade + 1];
      let b = colors[3 * shade + 2];
      // Lines fade where they would stand closer than three pixels.
      const line = nearest > 0 && nearest < LEVELS && slope === slope
        ? strength * Math.min(1, Math.max(0, halfLine + 0.5 - distance)) * Math.min(1, 0.16 / slope) : 0;
      if (line > 0) {
        r += (lr - r) * line;
        g += (lg - g) * line;
        b += (lb - b) * line;
      }
      pixels[at] = (255 << 24) | (b << 16) | (g << 8) | r;
    }
  }
  context.putImageData(image, 0, 0);
}
