// Plotly's 3-D camera as numbers: where a point of the scene falls on the screen, and which
// points the surface hides. Plotly keeps both private (`glplot.cameraParams`, `dataScale`);
// its version is pinned, and a browser test compares a point with Plotly's own marker.
import { sampleGrid } from "./field.js";

// Everything needed to project, or null while Plotly has not drawn yet.
export function readCamera(plot) {
  const scene = plot._fullLayout?.scene?._scene;
  const params = scene?.glplot?.cameraParams;
  if (!params || !scene.dataScale) return null;
  const seen = multiply(params.view, params.model);
  return { matrix: multiply(params.projection, seen), seen, scale: [...scene.dataScale], ortho: params._ortho };
}

export const sameCamera = (one, other) =>
  one && other && one.matrix.every((v, k) => v === other.matrix[k]) && one.scale.every((v, k) => v === other.scale[k]);

// 4 x 4, column by column, as WebGL has them.
function multiply(a, b) {
  const out = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[4 * k + row] * b[4 * column + k];
      out[4 * column + row] = sum;
    }
  }
  return out;
}

// Pixel of the scene's point (x, y, z) on a view of width x height.
export function projectPoint({ matrix: m, scale }, x, y, z, width, height) {
  const [a, b, c] = [x * scale[0], y * scale[1], z * scale[2]];
  const w = m[3] * a + m[7] * b + m[11] * c + m[15];
  if (!(w > 1e-6)) return [NaN, NaN];
  const u = (m[0] * a + m[4] * b + m[8] * c + m[12]) / w;
  const v = (m[1] * a + m[5] * b + m[9] * c + m[13]) / w;
  return [(0.5 + 0.5 * u) * width, (0.5 - 0.5 * v) * height];
}

// The eye in the scene's own coordinates: where seen * point = 0.
function eyeOf({ seen: s, scale }) {
  const [a, b, c, d, e, f, g, h, i] = [s[0], s[4], s[8], s[1], s[5], s[9], s[2], s[6], s[10]];
  const [p, q, r] = [-s[12], -s[13], -s[14]];
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    (p * (e * i - f * h) + q * (c * h - b * i) + r * (b * f - c * e)) / det / scale[0],
    (p * (f * g - d * i) + q * (a * i - c * g) + r * (c * d - a * f)) / det / scale[1],
    (p * (d * h - e * g) + q * (b * g - a * h) + r * (a * e - b * d)) / det / scale[2],
  ];
}

// A test (x, y, height) -> hidden by the surface. It walks from the point on the surface
// towards the eye: whoever starts above the surface and meets it is hidden, and so is who
// starts below it and comes out. `heights` is the grid of heights that the surface shows.
export const hiddenTest = (camera, race, heights) => hiddenFrom(eyeOf(camera), race, heights);

export function hiddenFrom(eye, race, heights) {
  const { columns, rows, x_range, y_range } = race;
  const [cellX, cellY] = [(x_range[1] - x_range[0]) / (columns - 1), (y_range[1] - y_range[0]) / (rows - 1)];
  const slack = 0.006;
  return (x, y, height) => {
    const [dx, dy, dz] = [eye[0] - x, eye[1] - y, eye[2] - height];
    const cells = Math.max(Math.abs(dx / cellX), Math.abs(dy / cellY));
    if (!(cells > 0.5)) return false;
    let side = 0;
    for (let k = 1; k < cells; k++) {
      const share = k / cells;
      const z = height + share * dz;
      if (z > 1.01 && dz > 0) return side < 0;
      if (z < -0.01 && dz < 0) return side > 0;
      const ground = sampleGrid(race, heights, x + share * dx, y + share * dy);
      if (ground !== ground) {
        if (outside(race, x + share * dx, y + share * dy)) return false;
        continue;
      }
      const gap = z - ground;
      if (Math.abs(gap) < slack) continue;
      if (side && gap > 0 !== side > 0) return true;
      side = gap > 0 ? 1 : -1;
    }
    return false;
  };
}

const outside = (race, x, y) =>
  x < race.x_range[0] || x > race.x_range[1] || y < race.y_range[0] || y > race.y_range[1];
