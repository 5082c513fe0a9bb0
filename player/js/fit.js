// The other space of a loss over data: its rows as points, and what each optimizer's weights at
// this step predict. Which columns it shows, and whether it can, says fit.py.
//
// Rows and axes stand on one canvas; the rows of the batch and the lines are drawn over them on
// another, in step with the other views.
import { paintAxes } from "./axes.js";
import { canvasIn, nearestTo, pixelOn, resizeCanvas } from "./canvas.js";
import { word } from "./language.js";
import { drawMarker, traceMarker } from "./marks.js";
import { brief, niceTicks } from "./numbers.js";
import { stepAt } from "./payload.js";
import { predictor } from "./predict.js";
import { headOf } from "./trails.js";

const CURVE_STEP = 4; // Pixels from one place of a curve to the next.
const BESIDE = 0.06; // Share of the rows' extent left free on each side.
const ROW_SHAPES = ["circle", "square"]; // Of the lower and the higher label.

export class Fit {
  // hooks: onHover(event | null, pixel)
  constructor(element, hooks) {
    this.element = element;
    this.plot = element.querySelector(".sb-fit-plot");
    this.key = element.querySelector(".sb-fit-key");
    this.note = element.querySelector(".sb-fit-note");
    this.base = canvasIn(this.plot, "sb-layer");
    this.now = canvasIn(this.plot, "sb-layer sb-now");
    this.lines = [];
    this.batch = null;
    this.plot.onpointermove = this.plot.onpointerdown = (event) => {
      hooks.onHover(event, pixelOn(this.plot, event));
    };
    this.plot.onpointerleave = () => hooks.onHover(null);
  }

  // Whether this race has such a picture; true where the last one differed in that.
  offer(race) {
    const has = Boolean(race.examples?.fit);
    const changed = this.element.hidden === has;
    this.element.hidden = !has;
    this.element.closest(".sb-root").classList.toggle("sb-fitted", has);
    return changed;
  }

  layout(pixelRatio, { size }) {
    if (this.element.hidden) return;
    Object.assign(this, { width: this.plot.clientWidth, height: this.plot.clientHeight, pixelRatio });
    this.margin = { left: 52 * size, right: 8, top: 6 * size, bottom: 36 * size };
    this.plotWidth = Math.max(10, this.width - this.margin.left - this.margin.right);
    this.plotHeight = Math.max(10, this.height - this.margin.top - this.margin.bottom);
    for (const context of [this.base, this.now]) resizeCanvas(context, this.width, this.height, pixelRatio);
  }

  // `look` is {styles, shown, theme}.
  setRace(race, { styles, shown, theme }) {
    Object.assign(this, { race, styles, shown, theme });
    if (this.element.hidden) return;
    const { examples } = race;
    if (examples !== this.examples) {
      this.examples = examples;
      this.fit = examples.fit;
      this.predict = predictor(examples);
      this.rows = rowsOf(examples);
      this.view = [...this.rangeOf("x"), ...this.rangeOf("y")];
    }
    this.paint();
    this.stale = true;
  }

  // The same experiment from another start.
  setPaths(race) {
    this.race = race;
    this.stale = true;
  }

  rangeOf(axis) {
    const values = this.rows.map((row) => row[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = BESIDE * (high - low) || 0.5;
    return [low - room, high + room];
  }

  toPixel(x, y) {
    const [x0, x1, y0, y1] = this.view;
    const { left, top } = this.margin;
    return [left + ((x - x0) / (x1 - x0)) * this.plotWidth, top + ((y1 - y) / (y1 - y0)) * this.plotHeight];
  }

  toPlace(px, py) {
    const [x0, x1, y0, y1] = this.view;
    const { left, top } = this.margin;
    return [x0 + ((px - left) / this.plotWidth) * (x1 - x0), y1 - ((py - top) / this.plotHeight) * (y1 - y0)];
  }

  paint() {
    const { base, theme, fit } = this;
    base.clearRect(0, 0, this.width, this.height);
    this.paintAxes();
    for (const row of this.rows) this.drawRow(base, row, this.toneOf(row), 2.6);
    const [x, , target] = fit.names;
    const [low, high] = (fit.labels ?? []).map((label) => brief(label));
    this.note.textContent = fit.labels ? word("fit.boundary", { target, low, high }) : word("fit.curve", { x, target });
    const { heldOut, batchAt } = this.examples;
    const entries = (fit.labels ?? [null]).map((label, k) => {
      const row = { shape: ROW_SHAPES[k], label };
      return [row, this.toneOf(row), fit.labels ? `${target} ${brief(label)}` : word("fit.training")];
    });
    const [plain] = entries[0];
    if (heldOut) entries.push([{ ...plain, held: true }, theme.faint, word("fit.held")]);
    if (batchAt) entries.push([plain, theme.ghost, word("fit.batch")]);
    this.key.replaceChildren(...entries.map((entry) => this.keyEntry(...entry)));
  }

  // The higher label is darker on a light page, and lighter on a dark one.
  toneOf({ label }) {
    const { labels } = this.fit;
    return labels && label === labels[1] ? this.theme.text : this.theme.faint;
  }

  keyEntry(row, color, text) {
    const side = 12 * this.theme.size;
    const entry = document.createElement("span");
    const canvas = entry.appendChild(document.createElement("canvas"));
    const context = canvas.getContext("2d");
    resizeCanvas(context, side, side, this.pixelRatio);
    this.drawAt(context, row, side / 2, side / 2, color, 3.6);
    entry.append(text);
    return entry;
  }

  paintAxes() {
    const { base, margin, theme, plotWidth: width, plotHeight: height, fit } = this;
    const [x0, x1, y0, y1] = this.view;
    const plot = { left: margin.left, top: margin.top, width, height, below: margin.bottom };
    const labels = fit.columns[1] === fit.columns[2] && fit.labels;
    paintAxes(base, plot, theme, {
      ticks: niceTicks(x0, x1, Math.max(2, width / (75 * theme.size))),
      toPixel: (value) => this.toPixel(value, y0)[0],
      lines: "rule",
      name: fit.names[0],
    }, {
      ticks: labels || niceTicks(y0, y1, height / (40 * theme.size)),
      toPixel: (value) => this.toPixel(x0, value)[1],
      lines: "rule",
      name: fit.names[1],
    });
  }

  drawRow(context, row, color, radius) {
    this.drawAt(context, row, ...this.toPixel(row.x, row.y), color, radius);
  }

  // Rows held out are hollow.
  drawAt(context, { shape, held }, px, py, color, radius) {
    const { size, background } = this.theme;
    if (!held) return drawMarker(context, shape, px, py, radius * size, color, background, 0.7 * size);
    traceMarker(context, shape, px, py, radius * size);
    context.strokeStyle = color;
    context.lineWidth = 1.2 * size;
    return context.stroke();
  }

  // At `time`, the frame with its fraction as the heads on the map have it; `resting` while it
  // stands there.
  draw(time, resting) {
    if (this.element.hidden) return;
    const frame = Math.floor(time);
    if (this.stale || time !== this.time) {
      const { now, margin, race } = this;
      this.time = time;
      this.stale = false;
      this.told = false;
      now.clearRect(0, 0, this.width, this.height);
      // What the map's second landscape of a batch shows too: the rows that the next step sees.
      this.batch = this.examples.batchAt?.(Math.min(stepAt(race, frame), race.steps - 1)).rows ?? null;
      for (const row of this.batch ?? []) this.drawRow(now, this.rows[row], this.theme.ghost, 4.6);
      const heads = race.racers.map((racer, k) => this.shown[k] && headOf(racer, time));
      this.lines = heads.map((head) => (head ? this.linesOf([head.x, head.y]) : []));
      this.teeth = heads.map((head, k) => (head && this.fit.labels ? this.teethOf([head.x, head.y], this.lines[k]) : []));
      now.save();
      now.beginPath();
      now.rect(margin.left, margin.top, this.plotWidth, this.plotHeight);
      now.clip();
      this.drawLines(time);
      if (!this.fit.labels) heads.forEach((head, k) => head && this.drawBeyond(k, [head.x, head.y]));
      now.restore();
    }
    if (resting && !this.told) this.tell(frame);
  }

  // What the weights predict, as lines [[x, y], ...] of places in the data.
  linesOf(weights) {
    const [x0, x1, y0, y1] = this.view;
    if (this.fit.labels) return this.predict.boundary(weights, this.view);
    const places = Math.ceil(this.plotWidth / CURVE_STEP);
    const lines = [[]];
    // From a view's height below to one above, so that a line goes on to the border.
    const [low, high] = [2 * y0 - y1, 2 * y1 - y0];
    for (let i = 0; i <= places; i++) {
      const x = x0 + ((x1 - x0) * i) / places;
      const y = this.predict.at(weights, x, low, high);
      if (Number.isFinite(y)) lines[lines.length - 1].push([x, y]);
      else if (lines[lines.length - 1].length) lines.push([]);
    }
    return lines.filter((line) => line.length > 1);
  }

  // All casings lie under all lines: where lines agree, each is seen between the others' dashes.
  drawLines(time) {
    const { now, theme, styles, race: { racers } } = this;
    const drawn = this.lines.map((lines) => lines.map((line) => line.map((place) => this.toPixel(...place))));
    now.lineJoin = "round";
    for (const casing of [true, false]) {
      drawn.forEach((lines, k) => {
        now.globalAlpha = time > racers[k].last + 0.5 ? 0.55 : 1;
        now.strokeStyle = casing ? theme.casing : styles[k].color;
        now.lineWidth = (casing ? 4.6 : 2.4) * theme.size;
        now.setLineDash(casing ? [] : styles[k].dash);
        now.beginPath();
        for (const line of lines) line.forEach(([px, py], i) => now[i ? "lineTo" : "moveTo"](px, py));
        now.stroke();
        now.setLineDash([]);
        now.beginPath();
        for (const [from, to] of this.teeth[k]) {
          now.moveTo(...from);
          now.lineTo(...to);
        }
        now.stroke();
      });
    }
    now.globalAlpha = 1;
  }

  // An arrow at the border towards a curve that is not in view.
  drawBeyond(k, weights) {
    const [x0, x1, y0, y1] = this.view;
    if (this.lines[k].some((line) => line.some(([, y]) => y >= y0 && y <= y1))) return;
    const share = (k + 1) / (this.lines.length + 1);
    const at = this.predict.at(weights, x0 + share * (x1 - x0), 2 * y0 - y1, 2 * y1 - y0);
    if (at !== at) return;
    const { size, casing } = this.theme;
    const up = at > y1;
    const [px, py] = this.toPixel(x0 + share * (x1 - x0), up ? y1 : y0);
    drawMarker(this.now, up ? "triangle-up" : "triangle-down", px, py + (up ? 9 : -9) * size, 5 * size, this.styles[k].color, casing, 1.5 * size);
  }

  // Two short strokes on each boundary, in pixels, towards where the higher label has less loss.
  teethOf(weights, lines) {
    const reach = 7 * this.theme.size;
    return lines.flatMap((line) => [1 / 6, 5 / 6].map((share) => {
      const at = Math.max(1, Math.round(share * (line.length - 1)));
      const [[ax, ay], [bx, by]] = [line[at - 1], line[at]].map((place) => this.toPixel(...place));
      const [px, py, length] = [(ax + bx) / 2, (ay + by) / 2, Math.hypot(bx - ax, by - ay) || 1];
      const tip = (side) => [px - (side * reach * (by - ay)) / length, py + (side * reach * (bx - ax)) / length];
      const higher = this.predict.excess(weights, ...this.toPlace(...tip(1))) < 0;
      return [[px, py], tip(higher ? 1 : -1)];
    }));
  }

  // In words, for whoever does not see it.
  tell(frame) {
    this.told = true;
    const { race, fit, examples, view: [x0, x1, y0, y1] } = this;
    const [x, , target] = fit.names;
    const { training, heldOut } = examples;
    const count = { training: training.rows.length, held: heldOut?.rows.length ?? 0 };
    const parts = [word("fit.label", { ...count, x: fit.names[0], y: fit.names[1] })];
    race.racers.forEach((racer, k) => {
      const head = this.shown[k] && headOf(racer, frame);
      if (!head) return;
      const weights = [head.x, head.y];
      if (fit.labels) {
        const right = this.predict.agreeing(weights, training.table);
        parts.push(word("fit.told_boundary", { racer: racer.name, right, rows: count.training }));
      } else {
        const places = [0.1, 0.5, 0.9].map((share) => Number((x0 + share * (x1 - x0)).toPrecision(2)));
        const found = places.map((place) => {
          const value = this.predict.at(weights, place, 2 * y0 - y1, 2 * y1 - y0);
          return Number.isFinite(value) ? brief(value, 3) : word("fit.beyond");
        });
        parts.push(word("fit.told_curve", { racer: racer.name, target, x, places: places.map((p) => brief(p)).join(", "), found: found.join(", ") }));
      }
    });
    this.plot.setAttribute("aria-label", parts.join(" "));
  }

  // The row nearest to a pixel, or null.
  rowNear(at, reach) {
    return nearestTo(at, this.rows, ({ x, y }) => this.toPixel(x, y), reach);
  }

  // The number of the racer whose line passes nearest to a pixel, or null.
  racerNear([px, py], reach) {
    let [best, least] = [null, reach];
    this.lines.forEach((lines, k) => {
      for (const line of lines) {
        for (let i = 1; i < line.length; i++) {
          const away = distance(px, py, ...this.toPixel(...line[i - 1]), ...this.toPixel(...line[i]));
          if (away <= least) [best, least] = [k, away];
        }
      }
    });
    return best;
  }
}

// The rows as they are drawn, those held out behind the others: {x, y, label, shape, held}.
function rowsOf({ training, heldOut, width, fit: { columns: [across, up, target], labels } }) {
  const read = ({ table, rows }, held) => Array.from(rows, (number) => {
    const [x, y, label] = [across, up, target].map((column) => table[number * width + column]);
    return { x, y, label, held, shape: ROW_SHAPES[label === labels?.[1] ? 1 : 0] };
  });
  return [...read(training, false), ...(heldOut ? read(heldOut, true) : [])];
}

// From a point to the stretch between two others.
function distance(px, py, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + share * dx - px, ay + share * dy - py);
}
