// Where the surface is looked at from before the visitor turns it.
import { hiddenFrom } from "./camera.js";

export const ASPECT = { x: 1.12, y: 1.12, z: 0.62 };

// Degrees from the x axis, and how steeply the eye looks down. From the south-south-west x
// runs to the right, as on the map; what is further from that has to show more of the ground.
// Quarter turns, so that the letters of the axes stand where there is room for them.
const SIDES = [-112, -22, 158, 68];
const TILTS = [[1.64, 1.24], [1.36, 1.63]];
const SAMPLES = 17;
const VIEWS = SIDES.flatMap((side, k) => TILTS.map(([across, above], steep) => (
  { side, across, above, price: 0.08 * steep + (k ? 0.1 + 0.01 * k : 0) })));

// The view in which walls hide least of the low ground, where races are decided.
export function bestView(race, heights) {
  const costs = VIEWS.map((view) => view.price + hiddenShare(race, heights, view));
  return VIEWS[costs.indexOf(Math.min(...costs))];
}

function hiddenShare(race, heights, view) {
  const { columns, rows, x_range: [x0, x1], y_range: [y0, y1] } = race;
  const eye = eyeAt(view, 1);
  const hidden = hiddenFrom([
    (x0 + x1) / 2 + (eye.x / ASPECT.x) * (x1 - x0),
    (y0 + y1) / 2 + (eye.y / ASPECT.y) * (y1 - y0),
    0.5 + eye.z / ASPECT.z,
  ], race, heights);
  let [lost, all] = [0, 0];
  for (let j = 0; j < SAMPLES; j++) {
    for (let i = 0; i < SAMPLES; i++) {
      const [p, q] = [Math.round(((i + 0.5) / SAMPLES) * (columns - 1)), Math.round(((j + 0.5) / SAMPLES) * (rows - 1))];
      const height = heights[q * columns + p];
      if (height !== height) continue;
      const weight = (1 - height) ** 3;
      all += weight;
      if (hidden(x0 + (p / (columns - 1)) * (x1 - x0), y0 + (q / (rows - 1)) * (y1 - y0), height)) lost += weight;
    }
  }
  return all ? lost / all : 0;
}

const eyeAt = ({ side, across, above }, far) => {
  const angle = (side * Math.PI) / 180;
  return { x: across * far * Math.cos(angle), y: across * far * Math.sin(angle), z: above * far };
};

// From further away where the view is so small that the letters take more of it.
export function homeCamera(view, width, height) {
  const far = Math.max(1, 1.62 - 0.5 * (width / height)) * (width < 420 ? 1.1 : 1);
  return { eye: eyeAt(view, far), center: { x: 0, y: 0, z: -0.18 }, up: { x: 0, y: 0, z: 1 } };
}
