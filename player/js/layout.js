// How large each view is: side by side, below each other, or filling the screen of a classroom.

const GAP = 10;
const NARROW = 640;

// What the layout depends on: outside the classroom the height follows from the width.
export function outerSize({ stages, classroom, root }) {
  return `${stages.clientWidth} ${classroom ? root.clientHeight : ""}`;
}

export function layOut(player) {
  const { root, stages, classroom, theme } = player;
  const width = stages.clientWidth;
  if (!width) return;
  player.width = width;
  player.size = outerSize(player);
  const narrow = width < NARROW && !classroom;
  root.classList.toggle("sb-narrow", narrow);
  const each = narrow ? width : Math.floor((width - GAP) / 2);
  const pixelRatio = Math.min(2, window.devicePixelRatio || 1);
  const height = classroom ? remainingHeight(root) : (player.race.height ?? fittingHeight(each, narrow));
  stages.style.setProperty("--sb-height", `${height}px`);
  player.stage2d.layout(each, height, pixelRatio);
  player.stage3d.layout(each, height, pixelRatio);
  const chart = root.querySelector(".sb-chart");
  player.curves.layout(chart.clientWidth, chart.clientHeight, pixelRatio, theme);
  player.fit.layout(pixelRatio, theme);
}

const fittingHeight = (width, narrow) => Math.round(Math.max(260, Math.min(narrow ? 340 : 420, 0.8 * width)));

function remainingHeight(root) {
  const others = [".sb-bar", ".sb-help", ".sb-below"].map((name) => root.querySelector(name).offsetHeight);
  return Math.max(220, root.clientHeight - others.reduce((sum, one) => sum + one) - 20);
}
