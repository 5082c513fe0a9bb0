// The contour view: landscape and axes on one canvas, trails and start over it.
//
// Drawn without Plotly: it is there before Plotly has loaded, and a new landscape is painted
// in a few milliseconds.
import { hasValues, heightGrid, NO_VALUES, paintField } from "./field.js";
import { brief, niceTicks } from "./levels.js";
import { drawStationary } from "./marks.js";
import { paintTint } from "./survey.js";
import { projectedPath, Trails } from "./trails.js";

const CLICK = 5; // A press that moves fewer pixels is a click.
const HOLD = 450; // Milliseconds after which a finger that rests asks what is under it.
const DOUBLE = 320; // Milliseconds within which a second click makes a double click.

export class Stage2D {
  // hooks: onStart(point), onStartDrag(point | null), onHover(event | null, pixel),
  // onHold(event, pixel), onView()
  constructor(element, hooks) {
    this.element = element;
    this.hooks = hooks;
    this.base = canvasIn(element, "sb-base");
    this.area = element.appendChild(document.createElement("div"));
    this.area.className = "sb-area";
    this.marks = canvasIn(this.area, "sb-layer");
    this.trails = new Trails(this.area);
    this.note = this.area.appendChild(document.createElement("p"));
    Object.assign(this.note, { className: "sb-note", textContent: NO_VALUES });
    this.box = this.area.appendChild(document.createElement("div"));
    this.box.className = "sb-zoombox";
    this.handle = this.area.appendChild(document.createElement("div"));
    this.handle.className = "sb-start";
    this.handle.title = "Start: drag it, or click anywhere on the map";
    this.reset = element.appendChild(document.createElement("button"));
    this.reset.className = "sb-reset";
    this.reset.type = "button";
    this.reset.textContent = "Whole view";
    this.reset.hidden = true;
    this.reset.onclick = () => this.resetView();
    this.pointers = new Map();
    this.clicked = { time: -Infinity, spot: [0, 0] };
    this.listen();
  }

  // Where the visitor looks: [x0, x1, y0, y1].
  get whole() {
    return [...this.race.x_range, ...this.race.y_range];
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
    resizeCanvas(this.marks, this.width, this.height, pixelRatio);
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
  paint(showMarks) {
    const id = this.view.join();
    if (this.painted !== id) {
      this.painted = id;
      this.paintLandscape();
      this.paintAxes();
      this.reset.hidden = id === this.whole.join();
    }
    this.paintMarks(showMarks);
    this.placeStart(this.race.start);
  }

  paintLandscape() {
    // Painted aside, since putImageData replaces what is under it.
    this.picture ??= document.createElement("canvas");
    this.picture.width = Math.round(this.width * this.pixelRatio);
    this.picture.height = Math.round(this.height * this.pixelRatio);
    paintField(this.picture.getContext("2d"), this.race, this.heights, this.view, this.theme, this.pixelRatio);
  }

  paintAxes() {
    const { base, margin, theme, width, height } = this;
    const [x0, x1, y0, y1] = this.view;
    const letters = 11.5 * theme.size;
    base.clearRect(0, 0, base.canvas.width, base.canvas.height);
    base.drawImage(this.picture, margin.left, margin.top, width, height);
    if (this.tint) paintTint(base, this);
    base.strokeStyle = theme.rule;
    base.lineWidth = 1;
    base.strokeRect(margin.left - 0.5, margin.top - 0.5, width + 1, height + 1);
    base.fillStyle = theme.faint;
    base.font = `${letters}px ${theme.font}`;
    base.textAlign = "center";
    base.textBaseline = "top";
    for (const value of niceTicks(x0, x1, Math.max(2, width / (75 * theme.size)))) {
      const [px] = this.toPixel(value, y0);
      base.fillRect(margin.left + px - 0.5, margin.top + height, 1, 4);
      base.fillText(brief(value), margin.left + px, margin.top + height + 7);
    }
    base.textAlign = "right";
    base.textBaseline = "middle";
    for (const value of niceTicks(y0, y1, Math.max(2, height / (60 * theme.size)))) {
      const [, py] = this.toPixel(x0, value);
      base.fillRect(margin.left - 4, margin.top + py - 0.5, 4, 1);
      base.fillText(brief(value), margin.left - 7, margin.top + py);
    }
    base.fillStyle = theme.text;
    base.font = `italic 600 ${letters + 1.5}px ${theme.font}`;
    base.textAlign = "center";
    base.textBaseline = "bottom";
    base.fillText(this.race.names[0], margin.left + width / 2, margin.top + height + margin.bottom);
    base.textAlign = "left";
    base.textBaseline = "middle";
    base.fillText(this.race.names[1], 2, margin.top + height / 2);
  }

  // The basins' picture has a place on the border in its outermost rows and columns.
  setTint(picture) {
    if (picture === this.tint) return;
    this.tint = picture;
    this.painted = "";
  }

  paintMarks(show) {
    this.marks.clearRect(0, 0, this.width, this.height);
    if (!show) return;
    for (const [kind, points] of stationaryPoints(this.race)) {
      for (const [x, y] of points) {
        const [px, py] = this.toPixel(x, y);
        if (px > -9 && py > -9 && px < this.width + 9 && py < this.height + 9) {
          drawStationary(this.marks, kind, px, py, this.theme);
        }
      }
    }
  }

  placeStart(point) {
    const [px, py] = this.toPixel(...point);
    const inside = px >= 0 && py >= 0 && px <= this.width && py <= this.height;
    this.handle.hidden = !inside;
    this.handle.style.transform = `translate(${px}px, ${py}px)`;
    this.startAt = [px, py];
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
    if (this.view.join() !== this.whole.join()) this.setView(this.whole);
  }

  zoomAt(px, py, factor) {
    const [x, y] = this.toPoint(px, py);
    const [x0, x1, y0, y1] = this.view;
    const [w0, w1] = this.whole;
    const span = Math.min(w1 - w0, Math.max((w1 - w0) * 1e-5, (x1 - x0) * factor));
    const by = span / (x1 - x0);
    this.setView(this.inWhole([x + (x0 - x) * by, x + (x1 - x) * by, y + (y0 - y) * by, y + (y1 - y) * by]));
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

  listen() {
    const { area } = this;
    area.onpointerdown = (event) => this.press(event);
    area.onpointermove = (event) => this.hooks[this.asking ? "onHold" : "onHover"](event, this.local(event));
    area.onpointerleave = () => this.hooks.onHover(null);
    area.onwheel = (event) => {
      // The page scrolls over the map; with Ctrl, or by pinching a track pad, the map zooms.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoomAt(...this.local(event), Math.exp(Math.max(-0.4, Math.min(0.4, event.deltaY / 200))));
    };
    this.move = (event) => this.drag(event);
    this.up = (event) => this.release(event);
    window.addEventListener("pointermove", this.move);
    window.addEventListener("pointerup", this.up);
    window.addEventListener("pointercancel", this.up);
  }

  local(event) {
    const box = this.area.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  press(event) {
    if (event.button) return;
    const at = this.local(event);
    this.pointers.set(event.pointerId, at);
    if (this.pointers.size === 2) {
      this.cancelPress();
      this.pinch = this.fingers();
      return;
    }
    const grabs = event.target === this.handle;
    const touch = event.pointerType === "touch";
    // The start keeps its distance from where it was grabbed: a finger would hide it.
    const grip = [this.startAt[0] - at[0], this.startAt[1] - at[1]];
    this.pressed = { at, grip, moved: false, grabs, touch, pan: event.shiftKey, view: this.view };
    if (touch) this.holding = setTimeout(() => this.hold(event, at), HOLD);
    if (grabs) this.handle.classList.add("sb-held");
    if (event.pointerType !== "touch") event.preventDefault();
  }

  hold(event, at) {
    if (!this.pressed.grabs) this.pressed = null;
    this.asking = true;
    this.hooks.onHold(event, at);
  }

  fingers() {
    const [a, b] = [...this.pointers.values()];
    return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, apart: Math.hypot(a[0] - b[0], a[1] - b[1]) };
  }

  drag(event) {
    if (!this.pointers.has(event.pointerId)) return;
    const at = this.local(event);
    this.pointers.set(event.pointerId, at);
    if (this.pinch) {
      const now = this.fingers();
      this.zoomAt(now.x, now.y, this.pinch.apart / Math.max(1, now.apart));
      this.pinch = now;
      return;
    }
    const press = this.pressed;
    if (!press) return;
    if (Math.hypot(at[0] - press.at[0], at[1] - press.at[1]) > CLICK) {
      press.moved = true;
      clearTimeout(this.holding);
      this.asking = false;
    }
    if (!press.moved) return;
    if (press.grabs) this.dragStart(this.gripped(press, at));
    else if (press.pan) this.pan(press, at);
    else if (!press.touch) this.drawBox(press.at, this.clamped(at));
  }

  clamped([px, py]) {
    return [Math.min(this.width, Math.max(0, px)), Math.min(this.height, Math.max(0, py))];
  }

  gripped({ grip }, at) {
    return this.clamped([at[0] + grip[0], at[1] + grip[1]]);
  }

  dragStart(at) {
    const point = this.toPoint(...at);
    this.handle.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
    this.hooks.onStartDrag(point);
  }

  pan({ at: [fx, fy], view: [x0, x1, y0, y1] }, [px, py]) {
    const dx = ((fx - px) / this.width) * (x1 - x0);
    const dy = ((py - fy) / this.height) * (y1 - y0);
    this.setView(this.inWhole([x0 + dx, x1 + dx, y0 + dy, y1 + dy]));
  }

  drawBox([ax, ay], [bx, by]) {
    Object.assign(this.box.style, {
      display: "block", left: `${Math.min(ax, bx)}px`, top: `${Math.min(ay, by)}px`,
      width: `${Math.abs(ax - bx)}px`, height: `${Math.abs(ay - by)}px`,
    });
  }

  cancelPress() {
    this.pressed = null;
    clearTimeout(this.holding);
    this.box.style.display = "none";
    this.handle.classList.remove("sb-held");
  }

  release(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.pinch) {
      if (!this.pointers.size) this.pinch = null;
      return;
    }
    const press = this.pressed;
    const asked = this.asking;
    this.cancelPress();
    this.asking = false;
    if (!press || (asked && !press.moved)) return;
    const at = this.clamped(this.local(event));
    if (event.type === "pointercancel") {
      if (press.grabs && press.moved) this.hooks.onStartDrag(null);
    } else if (press.grabs && press.moved) this.hooks.onStart(this.toPoint(...this.gripped(press, this.local(event))));
    else if (!press.moved) this.click(press.at);
    else if (!press.pan && !press.touch) this.zoomTo(press.at, at);
  }

  // One click sets the start, two reset the view. Where the view is zoomed, the first has to
  // wait for the second; where there is nothing to reset it acts at once.
  click(at) {
    const now = performance.now();
    const { time, spot } = this.clicked;
    const second = now - time < DOUBLE && Math.hypot(at[0] - spot[0], at[1] - spot[1]) < 3 * CLICK;
    this.clicked = { time: second ? -Infinity : now, spot: at };
    clearTimeout(this.waiting);
    if (second) {
      this.placeStart(this.race.start);
      this.resetView();
      return;
    }
    this.handle.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
    const point = this.toPoint(...at);
    if (this.reset.hidden) this.hooks.onStart(point);
    else this.waiting = setTimeout(() => this.hooks.onStart(point), DOUBLE);
  }

  zoomTo([ax, ay], [bx, by]) {
    if (Math.abs(ax - bx) < 8 || Math.abs(ay - by) < 8) return;
    const [x0, y1] = this.toPoint(Math.min(ax, bx), Math.min(ay, by));
    const [x1, y0] = this.toPoint(Math.max(ax, bx), Math.max(ay, by));
    this.setView([x0, x1, y0, y1]);
  }

  destroy() {
    clearTimeout(this.waiting);
    clearTimeout(this.holding);
    window.removeEventListener("pointermove", this.move);
    window.removeEventListener("pointerup", this.up);
    window.removeEventListener("pointercancel", this.up);
  }
}

export function stationaryPoints(race) {
  return [["minimum", race.minima], ["maximum", race.maxima], ["saddle", race.saddles]];
}

export function canvasIn(element, name) {
  const canvas = element.appendChild(document.createElement("canvas"));
  canvas.className = name;
  return canvas.getContext("2d");
}

export function resizeCanvas(context, width, height, pixelRatio) {
  context.canvas.width = Math.round(width * pixelRatio);
  context.canvas.height = Math.round(height * pixelRatio);
  context.canvas.style.width = `${width}px`;
  context.canvas.style.height = `${height}px`;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
}
