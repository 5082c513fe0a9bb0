// The contour view: landscape and axes on one canvas, trails and start over it.
//
// Drawn without Plotly: it is there before Plotly has loaded, and a new landscape is painted
// in a few milliseconds.
import { paintAxes } from "./axes.js";
import { canvasIn, resizeCanvas } from "./canvas.js";
import { hasValues, heightGrid, paintField } from "./field.js";
import { Gestures } from "./gestures.js";
import { Ghost } from "./ghost.js";
import { write } from "./language.js";
import { drawCurvatures, drawHandle, drawStationary } from "./marks.js";
import { niceTicks } from "./numbers.js";
import { paintTint } from "./survey.js";
import { projectedPath, Trails } from "./trails.js";

export class Stage2D {
  // hooks: onStart(point), onStartDrag(point | null), onHover(event | null, pixel),
  // onHold(event, pixel), onView()
  constructor(element, hooks) {
    this.element = element;
    this.hooks = hooks;
    this.base = canvasIn(element, "sb-base");
    this.area = element.appendChild(document.createElement("div"));
    this.area.className = "sb-area";
    this.ghost = new Ghost(canvasIn(this.area, "sb-layer sb-ghosts"));
    this.marks = canvasIn(this.area, "sb-layer");
    this.trails = new Trails(this.area);
    this.note = this.area.appendChild(document.createElement("p"));
    this.note.className = "sb-note";
    write(this.note, "no_values");
    this.box = this.area.appendChild(document.createElement("div"));
    this.box.className = "sb-zoombox";
    // The start is drawn; what can be grabbed lies over it and moves only when it is let go: a
    // style that moves would make the browser sort the whole page into layers in every frame.
    this.target = canvasIn(this.area, "sb-layer sb-target");
    this.handle = this.area.appendChild(document.createElement("div"));
    this.handle.className = "sb-start";
    write(this.handle, "drag_start", "wordTitle");
    this.reset = element.appendChild(document.createElement("button"));
    this.reset.className = "sb-reset";
    this.reset.type = "button";
    write(this.reset, "whole_view");
    this.reset.hidden = true;
    this.reset.onclick = () => this.resetView();
    this.gestures = new Gestures(this);
  }

  // All that can be looked at: [x0, x1, y0, y1].
  get whole() {
    return [...this.race.x_range, ...this.race.y_range];
  }

  // The part of it that is looked at; null for all of it.
  get zoom() {
    return this.view.join() === this.whole.join() ? null : this.view;
  }

  setLandscape(race, scale, keepView) {
    this.race = race;
    this.heights = heightGrid(race, scale);
    this.note.hidden = hasValues(race);
    if (!keepView || !this.view) this.view = this.whole;
    this.painted = "";
  }

  setTheme(theme) {
    this.theme = theme;
    this.painted = "";
  }

  layout(width, height, pixelRatio) {
    const { size } = this.theme;
    this.margin = { left: 44 * size, right: 8, top: 8, bottom: 34 * size };
    this.width = Math.max(40, Math.round(width - this.margin.left - this.margin.right));
    this.height = Math.max(40, Math.round(height - this.margin.top - this.margin.bottom));
    this.pixelRatio = pixelRatio;
    resizeCanvas(this.base, width, height, pixelRatio);
    Object.assign(this.area.style, {
      left: `${this.margin.left}px`, top: `${this.margin.top}px`,
      width: `${this.width}px`, height: `${this.height}px`,
    });
    for (const context of [this.ghost.context, this.marks, this.target]) resizeCanvas(context, this.width, this.height, pixelRatio);
    this.ghost.drawn = "";
    this.targetAt = null;
    this.trails.resize(this.width, this.height, pixelRatio);
    this.painted = "";
  }

  toPixel(x, y) {
    const [x0, x1, y0, y1] = this.view;
    return [((x - x0) / (x1 - x0)) * this.width, ((y1 - y) / (y1 - y0)) * this.height];
  }

  toPoint(px, py) {
    const [x0, x1, y0, y1] = this.view;
    return [x0 + (px / this.width) * (x1 - x0), y1 - (py / this.height) * (y1 - y0)];
  }

  // Draws landscape, axes and marks; only what changed since the last time.
  paint(marks) {
    const id = this.view.join();
    if (this.painted !== id) {
      this.painted = id;
      this.paintLandscape();
      this.paintAxes();
      this.reset.hidden = !this.zoom;
    }
    this.paintMarks(marks);
    this.placeStart(this.race.start);
  }

  paintLandscape() {
    // Painted aside, since putImageData replaces what is under it.
    this.picture ??= document.createElement("canvas");
    const [width, height] = [this.width, this.height].map((side) => Math.round(side * this.pixelRatio));
    if (this.picture.width !== width || this.picture.height !== height) Object.assign(this.picture, { width, height });
    paintField(this.picture.getContext("2d"), this.race, this.heights, this.view, this.theme, this.pixelRatio);
  }

  paintAxes() {
    const { base, margin, theme, width, height } = this;
    const [x0, x1, y0, y1] = this.view;
    const plot = { left: margin.left, top: margin.top, width, height, below: margin.bottom };
    base.clearRect(0, 0, base.canvas.width, base.canvas.height);
    base.drawImage(this.picture, margin.left, margin.top, width, height);
    if (this.tint) paintTint(base, this);
    paintAxes(base, plot, theme, {
      ticks: niceTicks(x0, x1, Math.max(2, width / (75 * theme.size))),
      toPixel: (value) => margin.left + this.toPixel(value, y0)[0],
      lines: "stroke",
      name: this.race.names[0],
    }, {
      ticks: niceTicks(y0, y1, Math.max(2, height / (60 * theme.size))),
      toPixel: (value) => margin.top + this.toPixel(x0, value)[1],
      lines: "stroke",
      name: this.race.names[1],
    });
  }

  // The basins' picture has a place on the border in its outermost rows and columns.
  setTint(picture) {
    if (picture === this.tint) return;
    this.tint = picture;
    this.painted = "";
  }

  // `asked` is the mark whose curvatures are shown, if any.
  paintMarks(marks, asked = null) {
    this.marks.clearRect(0, 0, this.width, this.height);
    for (const { kind, x, y } of marks) {
      const [px, py] = this.toPixel(x, y);
      if (px > -9 && py > -9 && px < this.width + 9 && py < this.height + 9) {
        drawStationary(this.marks, kind, px, py, this.theme);
      }
    }
    if (asked) drawCurvatures(this.marks, asked, (x, y) => this.toPixel(x, y), this.theme);
  }

  placeStart(point) {
    this.showStart(this.toPixel(...point));
  }

  showStart([px, py]) {
    this.startAt = [px, py];
    this.drawTarget();
    if (!this.gestures.dragging) this.settle();
  }

  // Where the start can be grabbed follows where it is drawn.
  settle() {
    const [px, py] = this.startAt;
    this.handle.hidden = !(px >= 0 && py >= 0 && px <= this.width && py <= this.height);
    this.handle.style.transform = `translate(${px}px, ${py}px)`;
  }

  drawTarget() {
    const { target, targetAt, startAt, theme } = this;
    const reach = 16 * theme.size;
    if (targetAt) target.clearRect(targetAt[0] - reach, targetAt[1] - reach, 2 * reach, 2 * reach);
    this.targetAt = startAt;
    drawHandle(target, ...startAt, theme, this.gestures.dragging ? "held" : this.gestures.near ? "near" : "");
  }

  // `fleeting` while a dragged start gives other paths in every frame.
  setPaths(racers, styles, shown, fleeting = false) {
    const paths = racers.map((racer) => {
      const x = new Float32Array(racer.x.length);
      const y = new Float32Array(racer.x.length);
      for (let i = 0; i < x.length; i++) [x[i], y[i]] = this.toPixel(racer.x[i], racer.y[i]);
      return projectedPath(x, y, racer.last, null, fleeting);
    });
    this.trails.set(paths, styles, shown, this.theme);
  }

  setView(view) {
    this.view = view;
    this.hooks.onView();
  }

  resetView() {
    if (this.zoom) this.setView(this.whole);
  }

  // The point under (px, py) comes to stand under (qx, qy).
  zoomAt(px, py, factor, qx = px, qy = py) {
    const [x, y] = this.toPoint(px, py);
    const [x0, x1, y0, y1] = this.view;
    const [w0, w1] = this.whole;
    const span = Math.min(w1 - w0, Math.max((w1 - w0) * 1e-5, (x1 - x0) * factor));
    const [spanX, spanY] = [span, ((y1 - y0) * span) / (x1 - x0)];
    const [left, top] = [x - (qx / this.width) * spanX, y + (qy / this.height) * spanY];
    this.setView(this.inWhole([left, left + spanX, top - spanY, top]));
  }

  // The view moved, not resized, so that it does not look beyond the computed landscape.
  inWhole([x0, x1, y0, y1]) {
    const fit = (low, high, least, most) => {
      if (high - low >= most - least) return [least, most];
      const shift = Math.max(0, least - low) - Math.max(0, high - most);
      return [low + shift, high + shift];
    };
    const [a, b, c, d] = this.whole;
    return [...fit(x0, x1, a, b), ...fit(y0, y1, c, d)];
  }

  destroy() {
    this.gestures.destroy();
  }
}
