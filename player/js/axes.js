// Axes around a plot on a canvas.
import { brief } from "./numbers.js";

// Ticks and, of named axes, names and a frame. `plot` is {left, top, width, height, below} in
// pixels, `below` the room under it. An axis is {ticks, toPixel, lines, name}: round values, where
// they stand, "rule" for lines through the plot or "stroke" for short ones beside it, and a name.
export function paintAxes(context, { left, top, width, height, below }, theme, x, y) {
  const bottom = top + height;
  const letters = 11.5 * theme.size;
  const draw = (color, ...box) => {
    context.fillStyle = color;
    context.fillRect(...box);
  };
  const write = (text, at, align, baseline, ...most) => {
    Object.assign(context, { textAlign: align, textBaseline: baseline });
    context.fillText(text, ...at, ...most);
  };
  context.font = `${letters}px ${theme.font}`;
  for (const value of y.ticks) {
    const at = y.toPixel(value);
    if (y.lines === "rule") draw(theme.rule, left, at - 0.5, width, 1);
    if (y.lines === "stroke") draw(theme.faint, left - 4, at - 0.5, 4, 1);
    context.fillStyle = theme.faint;
    write(brief(value), [left - 7, at], "right", "middle");
  }
  for (const value of x.ticks) {
    const at = x.toPixel(value);
    if (x.lines === "rule") draw(theme.rule, at - 0.5, top, 1, height);
    if (x.lines === "stroke") draw(theme.faint, at - 0.5, bottom, 1, 4);
    context.fillStyle = theme.faint;
    write(brief(value), [at, bottom + 7], "center", "top");
  }
  if (!x.name) return;
  context.strokeStyle = theme.rule;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
  context.fillStyle = theme.text;
  context.font = `italic 600 ${letters + 1.5}px ${theme.font}`;
  write(x.name, [left + width / 2, bottom + below], "center", "bottom", width);
  context.save();
  context.translate(2, top + height / 2);
  // A name that is longer than a letter and its number runs along the axis.
  if (y.name.length <= 2) write(y.name, [0, 0], "left", "middle");
  else {
    context.rotate(-Math.PI / 2);
    write(y.name, [0, 0], "center", "top", height);
  }
  context.restore();
}
