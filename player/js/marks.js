// Marker shapes by their Plotly names, and the marks for stationary points.

const turn = (corners, from = -90, radius = () => 1) =>
  Array.from({ length: corners }, (_, k) => {
    const angle = ((from + (360 * k) / corners) * Math.PI) / 180;
    return [radius(k) * Math.cos(angle), radius(k) * Math.sin(angle)];
  });

const CROSS = [[-0.36, -1], [0.36, -1], [0.36, -0.36], [1, -0.36], [1, 0.36], [0.36, 0.36],
  [0.36, 1], [-0.36, 1], [-0.36, 0.36], [-1, 0.36], [-1, -0.36], [-0.36, -0.36]];
const rotated = (points) => points.map(([x, y]) => [(x - y) * 0.72, (x + y) * 0.72]);

const SHAPES = {
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  diamond: [[0, -1.15], [1, 0], [0, 1.15], [-1, 0]],
  "diamond-wide": [[0, -0.75], [1.2, 0], [0, 0.75], [-1.2, 0]],
  "diamond-tall": [[0, -1.25], [0.75, 0], [0, 1.25], [-0.75, 0]],
  cross: CROSS,
  x: rotated(CROSS),
  "triangle-up": turn(3).map(([x, y]) => [1.15 * x, 1.15 * y + 0.12]),
  "triangle-down": turn(3, 90).map(([x, y]) => [1.15 * x, 1.15 * y - 0.12]),
  "triangle-left": turn(3, 180).map(([x, y]) => [1.15 * x, 1.15 * y]),
  "triangle-right": turn(3, 0).map(([x, y]) => [1.15 * x, 1.15 * y]),
  pentagon: turn(5).map(([x, y]) => [1.05 * x, 1.05 * y]),
  hexagon: turn(6, 0).map(([x, y]) => [1.05 * x, 1.05 * y]),
  hexagon2: turn(6).map(([x, y]) => [1.05 * x, 1.05 * y]),
  octagon: turn(8, 22.5),
  star: turn(10, -90, (k) => (k % 2 ? 0.52 : 1.3)),
  hexagram: turn(12, -90, (k) => (k % 2 ? 0.66 : 1.2)),
  "star-square": turn(8, -45, (k) => (k % 2 ? 0.6 : 1.25)),
  "star-diamond": turn(8, -90, (k) => (k % 2 ? 0.55 : 1.25)),
  "star-triangle-up": turn(6, -90, (k) => (k % 2 ? 0.6 : 1.3)),
  hourglass: [[-0.95, -0.95], [0.95, -0.95], [-0.95, 0.95], [0.95, 0.95]],
  bowtie: [[-0.95, -0.95], [-0.95, 0.95], [0.95, -0.95], [0.95, 0.95]],
};

// Traces the shape's outline around (x, y); the caller fills and strokes it.
export function traceMarker(context, name, x, y, radius) {
  const points = SHAPES[name];
  context.beginPath();
  if (!points) {
    context.arc(x, y, 0.95 * radius, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([px, py], k) => {
    const method = k ? "lineTo" : "moveTo";
    context[method](x + radius * px, y + radius * py);
  });
  context.closePath();
}

export function drawMarker(context, name, x, y, radius, fill, casing, line) {
  traceMarker(context, name, x, y, radius);
  context.lineJoin = "round";
  context.lineWidth = 2 * line;
  context.strokeStyle = casing;
  context.stroke();
  context.fillStyle = fill;
  context.fill();
}

// A minimum is a ring with its centre, a maximum a triangle, a saddle a slanted cross, a flat
// point a square. The help of player.html draws them once more.
export function drawStationary(context, kind, x, y, theme) {
  const radius = 4 * theme.size;
  const draw = () => {
    context.beginPath();
    if (kind === "minimum") {
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.moveTo(x + 1.2 * theme.size, y);
      context.arc(x, y, 1.2 * theme.size, 0, 2 * Math.PI);
    } else if (kind === "maximum") {
      context.moveTo(x, y - radius);
      context.lineTo(x + radius, y + 0.8 * radius);
      context.lineTo(x - radius, y + 0.8 * radius);
      context.closePath();
    } else if (kind === "degenerate") {
      context.rect(x - 0.75 * radius, y - 0.75 * radius, 1.5 * radius, 1.5 * radius);
    } else {
      for (const side of [1, -1]) {
        context.moveTo(x - 0.75 * radius, y - 0.75 * radius * side);
        context.lineTo(x + 0.75 * radius, y + 0.75 * radius * side);
      }
    }
    context.stroke();
  };
  context.setLineDash([]);
  context.strokeStyle = theme.markCasing;
  context.lineWidth = 3.6 * theme.size;
  draw();
  context.strokeStyle = theme.mark;
  context.lineWidth = 1.4 * theme.size;
  draw();
}

// Where every path begins: a small target.
export function drawStart(context, x, y, theme) {
  const radius = 7 * theme.size;
  context.setLineDash([]);
  for (const [color, width] of [[theme.markCasing, 4.5], [theme.mark, 2]]) {
    context.strokeStyle = color;
    context.lineWidth = width * theme.size;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 0.55 * radius * dx, y + 0.55 * radius * dy);
      context.lineTo(x + 1.45 * radius * dx, y + 1.45 * radius * dy);
    }
    context.stroke();
  }
}

// The start on the map, where it can be grabbed: `state` is "", "near" under a pointer or "held".
export function drawHandle(context, x, y, theme, state) {
  const { size } = theme;
  context.globalAlpha = state === "held" ? 0.75 : 1;
  const circle = (radius) => {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
  };
  const radius = (state ? 9 : 7) * size;
  for (const [color, width] of [[theme.markCasing, 2 * size + 3], [theme.mark, 2 * size]]) {
    context.setLineDash(state === "held" && color === theme.mark ? [4 * size, 3 * size] : []);
    context.strokeStyle = color;
    context.lineWidth = width;
    circle(radius);
    context.stroke();
  }
  for (const [color, dot] of [[theme.markCasing, 1.5 * size + 1.5], [theme.mark, 1.5 * size]]) {
    context.fillStyle = color;
    circle(dot);
    context.fill();
  }
  context.globalAlpha = 1;
}

// The two directions of curvature of a mark as arrows that point downhill: outwards where the
// loss bends down. Their lengths go as those of the level ellipse, 1 / sqrt(|curvature|).
export function drawCurvatures(context, { x, y, curvatures }, toPixel, theme) {
  const [longest, shortest] = [34 * theme.size, 14 * theme.size];
  const [px, py] = toPixel(x, y);
  const axes = curvatures.map(([curvature, dx, dy]) => {
    const [qx, qy] = toPixel(x + dx, y + dy);
    const pixels = Math.hypot(qx - px, qy - py);
    return { curvature, ux: (qx - px) / pixels, uy: (qy - py) / pixels, reach: pixels / Math.sqrt(Math.abs(curvature)) };
  });
  const most = Math.max(...axes.map((axis) => axis.reach));
  context.save();
  context.setLineDash([]);
  context.lineCap = "round";
  for (const [color, width] of [[theme.markCasing, 4.2], [theme.mark, 1.7]]) {
    context.strokeStyle = color;
    context.lineWidth = width * theme.size;
    for (const { curvature, ux, uy, reach } of axes) {
      const length = reach === most ? longest : Math.max(shortest, (longest * reach) / most);
      for (const side of [1, -1]) drawArm(context, px, py, side * ux, side * uy, length, Math.sign(curvature), theme);
    }
  }
  context.restore();
}

// From beside the mark outwards; its arrow head points outwards (-1), inwards (1) or is missing.
function drawArm(context, px, py, ux, uy, length, sign, { size }) {
  const [near, head] = [7 * size, 3.6 * size];
  context.beginPath();
  context.moveTo(px + near * ux, py + near * uy);
  context.lineTo(px + length * ux, py + length * uy);
  if (sign) {
    const tip = sign < 0 ? length : near;
    const back = tip + sign * head;
    for (const side of [1, -1]) {
      context.moveTo(px + back * ux - side * head * uy, py + back * uy + side * head * ux);
      context.lineTo(px + tip * ux, py + tip * uy);
    }
  }
  context.stroke();
}

// Events on a curve: an arrow out of a basin or into one, brackets around the time at a saddle,
// a ring for an overshoot.
const TICKS = {
  escapes: [[0, 1.2], [0, -1.2], [-0.85, -0.3], [0, -1.2], [0.85, -0.3]],
  enters: [[0, -1.2], [0, 1.2], [-0.85, 0.3], [0, 1.2], [0.85, 0.3]],
  "nears saddle": [[0.6, -1.3], [-0.3, -1.3], [-0.3, 1.3], [0.6, 1.3]],
  "leaves saddle": [[-0.6, -1.3], [0.3, -1.3], [0.3, 1.3], [-0.6, 1.3]],
};

export function drawTick(context, kind, x, y, color, theme) {
  const radius = 4.6 * theme.size;
  context.save();
  context.setLineDash([]);
  context.lineJoin = context.lineCap = "round";
  for (const [ink, width] of [[theme.background, 6], [color, 2.2]]) {
    context.strokeStyle = ink;
    context.lineWidth = width * theme.size;
    context.beginPath();
    if (TICKS[kind]) TICKS[kind].forEach(([px, py], k) => context[k ? "lineTo" : "moveTo"](x + radius * px, y + radius * py));
    else context.arc(x, y, 0.8 * radius, 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}
