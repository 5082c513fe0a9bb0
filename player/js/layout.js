// How large each view is: side by side, below each other, or filling the screen of a classroom.
import { devicePixels } from "./canvas.js";

const GAP = 10;
const NARROW = 640;

// What the layout depends on: outside the classroom the height follows from the width.
export const outerSize = (root, stages, classroom) => `${stages.clientWidth} ${classroom ? root.clientHeight : ""}`;

// Makes room for the two views in `stages`: {width, height, pixelRatio} of each, and the outer size
// that this was for; null while nothing is shown.
export function makeRoom(root, stages, classroom) {
  const whole = stages.clientWidth;
  if (!whole) return null;
  const narrow = whole < NARROW && !classroom;
  root.classList.toggle("sb-narrow", narrow);
  const width = narrow ? whole : Math.floor((whole - GAP) / 2);
  const height = classroom ? remainingHeight(root) : fittingHeight(width, narrow);
  stages.style.setProperty("--sb-height", `${height}px`);
  return { width, height, pixelRatio: devicePixels(), size: outerSize(root, stages, classroom) };
}

const fittingHeight = (width, narrow) => Math.round(Math.max(260, Math.min(narrow ? 340 : 420, 0.8 * width)));

function remainingHeight(root) {
  const others = [".sb-bar", ".sb-help", ".sb-below"].map((name) => root.querySelector(name).offsetHeight);
  return Math.max(220, root.clientHeight - others.reduce((sum, one) => sum + one) - 20);
}
