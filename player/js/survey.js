// What is known of the landscape and of the race: it arrives after the race runs, as events on
// the root element.
import { samePaths } from "./payload.js";

// The race with the survey's stationary points, if the survey is of its landscape.
export function surveyed(race, survey) {
  if (!survey || survey.landscape !== race.landscape) return race;
  const { marks, leftOut, total } = survey;
  return Object.assign(race, { marks, leftOut, marked: leftOut ? { marked: marks.length, total } : null });
}

// The marks of a race that are known in full: what they are, and how the loss bends there.
export const knownMarks = ({ marks }) => marks.filter(({ name }) => name);

// What was told of these very paths, one {ticks, total} a racer; null while they are others.
export function eventsOf(race, told) {
  return samePaths(race, told) && String(told.start) === String(race.start) ? told.events : null;
}

// The basins as a picture of size x size, rows from the top down; null where there are none.
export function basinPicture(race, survey) {
  if (!survey?.colors.length || survey.landscape !== race.landscape) return null;
  const { size, colors, runs } = survey;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  let at = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const [label, end] = [runs[i], at + runs[i + 1]];
    context.fillStyle = colors[label] ?? "transparent";
    while (at < end) {
      const row = Math.floor(at / size);
      const width = Math.min(end, (row + 1) * size) - at;
      if (label >= 0) context.fillRect(at % size, size - 1 - row, width, 1);
      at += width;
    }
  }
  return canvas;
}

// Lays the basins over the contour of `stage`, as far as they are in its view.
export function paintTint(context, stage) {
  const { margin, tint } = stage;
  const [x0, x1, y0, y1] = stage.whole;
  const [left, top] = stage.toPixel(x0, y1);
  const [right, bottom] = stage.toPixel(x1, y0);
  const half = 0.5 / (tint.width - 1);
  const [w, h] = [right - left, bottom - top];
  context.save();
  context.beginPath();
  context.rect(margin.left, margin.top, stage.width, stage.height);
  context.clip();
  context.globalAlpha = 0.5;
  context.drawImage(tint, margin.left + left - half * w, margin.top + top - half * h, w * (1 + 2 * half), h * (1 + 2 * half));
  context.restore();
}
