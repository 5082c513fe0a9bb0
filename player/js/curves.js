// Loss, gradient norm and step length against the step. The whole curve stands faint; the
// part up to the current step is copied over it from a second canvas. In a frame of playing
// only canvases change: any style that moves or clips would make the browser sort the whole
// page into layers anew, which takes most of a frame.
import { paintAxes } from "./axes.js";
import { canvasIn, nearestTo, pixelOn, resizeCanvas } from "./canvas.js";
import { word } from "./language.js";
import { drawMarker, drawTick } from "./marks.js";
import { brief, logTicks, niceTicks } from "./numbers.js";
import { frameAt } from "./payload.js";
import { eventsOf } from "./survey.js";

const QUANTITIES = {
  loss: { label: "curve.loss_axis", of: (racer) => racer.losses },
  gradient: { label: "curve.gradient_axis", of: (racer) => racer.gradients },
  length: { label: "curve.length_axis", of: (racer) => racer.lengths },
  held: { label: "curve.held_axis", of: (racer) => racer.heldOut },
};

export const curvesOf = (race) => Object.keys(QUANTITIES).filter((name) => name !== "held" || race.held_out);

const ROOM = 9; // Pixels that two ticks of one racer keep from each other.

export class Curves {
  // hooks: onSeek(frame), onHover(event | null, pixel)
  constructor(element, hooks) {
    this.element = element;
    this.hooks = hooks;
    this.faint = canvasIn(element, "sb-layer");
    this.strong = document.createElement("canvas").getContext("2d"); // only copied from
    this.now = canvasIn(element, "sb-layer sb-now");
    this.told = null; // the last events that arrived
    this.ticks = [];
    element.onpointerdown = (event) => {
      if (event.button) return;
      element.setPointerCapture(event.pointerId);
      this.seekTo(event);
      hooks.onHover(event, pixelOn(element, event));
    };
    element.onpointermove = (event) => {
      if (event.buttons & 1 && event.pointerType !== "touch") this.seekTo(event);
      hooks.onHover(event, pixelOn(element, event));
    };
    element.onpointerleave = () => hooks.onHover(null);
  }

  seekTo(event) {
    const share = (pixelOn(this.element, event)[0] - this.margin.left) / this.plotWidth;
    this.hooks.onSeek(Math.round(Math.min(1, Math.max(0, share)) * (this.race.frames - 1)));
  }

  layout(width, height, pixelRatio, theme) {
    const { size } = theme;
    Object.assign(this, { width, height });
    this.margin = { left: 52 * size, right: 14 * size, top: 6 * size, bottom: 22 * size };
    this.plotWidth = Math.max(10, width - this.margin.left - this.margin.right);
    this.plotHeight = Math.max(10, height - this.margin.top - this.margin.bottom);
    for (const context of [this.faint, this.strong, this.now]) resizeCanvas(context, width, height, pixelRatio);
  }

  // `look` is {styles, shown, theme, curve, log}; `strongOnly` leaves the faint curves out.
  setRace(race, { styles, shown, theme, curve, log }, strongOnly = false) {
    Object.assign(this, { race, styles, shown, theme, log, quantity: curve });
    this.measure();
    this.placeTicks();
    this.paint(strongOnly);
  }

  // The events of a race, once they are known; those of other paths are kept for their turn.
  tell(told) {
    this.told = told;
    if (!this.race || !eventsOf(this.race, told)) return;
    this.placeTicks();
    this.paint();
  }

  // Ticks {racer, frame, step, kind, text, x, y, drawn}. They come with the most telling first:
  // one that has no room beside those before it is not drawn, only told with its neighbour.
  placeTicks() {
    const events = eventsOf(this.race, this.told);
    const [top, bottom] = [this.margin.top, this.margin.top + this.plotHeight];
    const room = ROOM * this.theme.size;
    this.ticks = [];
    this.race.racers.forEach((racer, k) => {
      const placed = [];
      for (const tick of events?.[k]?.ticks ?? []) {
        const frame = frameAt(this.race, tick.step);
        const value = QUANTITIES[this.quantity].of(racer)[frame];
        if (!this.shown[k] || frame > racer.last || value !== value) continue;
        const x = this.toX(frame);
        const y = Math.min(bottom, Math.max(top, this.toY(value)));
        placed.push({ ...tick, racer: k, frame, x, y, drawn: placed.every((other) => !other.drawn || Math.abs(other.x - x) >= room) });
      }
      this.ticks.push(...placed);
    });
  }

  // The range of the vertical axis, and on a logarithmic one what losses are counted from.
  measure() {
    const racers = this.race.racers.filter((_, k) => this.shown[k]);
    const series = racers.map(QUANTITIES[this.quantity].of);
    const near = this.valuesNear(racers, series, 0.25);
    // A run that leaves the view for good leaves the chart too, and flattens nobody.
    const sorted = near.length ? near : this.valuesNear(racers, series, Infinity);
    const quantile = (share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
    this.zero = 0;
    if (this.log) {
      this.zero = this.quantity === "loss" ? this.lowestLoss(quantile(0)) : this.quantity === "held" ? Math.min(0, quantile(0)) : 0;
      const above = sorted.map((value) => value - this.zero).filter((value) => value > 0);
      const top = Math.log10(above[Math.floor(0.995 * (above.length - 1))] ?? 1);
      const bottom = Math.log10(above[0] ?? 0.1);
      this.low = Math.max(bottom, top - 14) - 0.05;
      this.high = Math.max(top + 0.05, this.low + 0.3);
    } else {
      // One run that blows up must not flatten the others.
      const begin = Math.max(...series.map((one) => one[this.quantity === "length" ? 1 : 0]).filter(Number.isFinite), -Infinity);
      const most = Math.max(begin, quantile(0.9)) + 0.5 * Math.abs(quantile(0.9) - quantile(0.1));
      this.low = Math.min(quantile(0), quantile(1));
      this.high = Math.min(quantile(1), Number.isFinite(most) ? most : quantile(1));
      const pad = 0.04 * (this.high - this.low) || 0.5;
      this.low -= pad;
      this.high += pad;
    }
  }

  // The finite values of steps within the view or up to `margin` times its size around it, in
  // ascending order.
  valuesNear(racers, series, margin) {
    const [x0, x1, y0, y1] = [...this.race.x_range, ...this.race.y_range];
    const [dx, dy] = [(x1 - x0) * (0.5 + margin), (y1 - y0) * (0.5 + margin)];
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const values = new Float64Array(racers.length * this.race.frames);
    let count = 0;
    racers.forEach((racer, k) => {
      for (let i = 0; i <= racer.last; i++) {
        const value = series[k][i];
        if (!Number.isFinite(value) || !(Math.abs(racer.x[i] - x) <= dx && Math.abs(racer.y[i] - y) <= dy)) continue;
        values[count++] = value;
      }
    });
    return values.subarray(0, count).sort();
  }

  // 0 where that makes sense, else the lowest loss in sight.
  lowestLoss(reached) {
    const inView = this.race.values.reduce((least, value) => (value < least ? value : least), Infinity);
    const least = Math.min(inView, reached);
    return least >= 0 ? 0 : least;
  }

  toX(frame) {
    return this.margin.left + (this.plotWidth * frame) / Math.max(1, this.race.frames - 1);
  }

  toY(value) {
    const at = this.log ? Math.log10(Math.max(value - this.zero, 10 ** (this.low - 1))) : value;
    return this.margin.top + this.plotHeight * Math.min(1.5, Math.max(-0.5, (this.high - at) / (this.high - this.low)));
  }

  paint(strongOnly) {
    const { faint, strong } = this;
    for (const context of [faint, strong]) context.clearRect(0, 0, this.width, this.height);
    this.paintAxes(faint);
    for (const context of [faint, strong]) {
      context.save();
      context.beginPath();
      context.rect(this.margin.left, this.margin.top - 2, this.plotWidth + 2, this.plotHeight + 4);
      context.clip();
      context.lineJoin = "round";
    }
    this.race.racers.forEach((racer, k) => {
      if (!this.shown[k]) return;
      if (!strongOnly) this.traceCurve(faint, racer, this.styles[k], 0.28, 1.2);
      this.traceCurve(strong, racer, this.styles[k], 1, 2);
    });
    for (const [context, alpha] of [[faint, 0.4], [strong, 1]]) {
      context.restore();
      context.globalAlpha = alpha;
      for (const { drawn, racer, kind, x, y } of this.ticks) {
        if (drawn) drawTick(context, kind, x, y, this.styles[racer].color, this.theme);
      }
      context.globalAlpha = 1;
    }
  }

  traceCurve(context, racer, style, alpha, width) {
    const values = QUANTITIES[this.quantity].of(racer);
    context.globalAlpha = alpha;
    context.strokeStyle = style.color;
    context.setLineDash(style.dash);
    context.lineWidth = width * this.theme.size;
    context.beginPath();
    let joined = false;
    for (let i = 0; i <= racer.last; i++) {
      const value = values[i];
      if (value !== value) {
        joined = false;
        continue;
      }
      context[joined ? "lineTo" : "moveTo"](this.toX(i), this.toY(value));
      joined = true;
    }
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  paintAxes(context) {
    const { theme, margin, race, plotWidth: width, plotHeight: height } = this;
    const plot = { left: margin.left, top: margin.top, width, height };
    const count = height / (30 * theme.size);
    const heights = (this.log ? logTicks : niceTicks)(this.low, this.high, count);
    const steps = niceTicks(0, race.steps, Math.max(2, width / (80 * theme.size)));
    paintAxes(context, plot, theme, {
      ticks: steps.filter(Number.isInteger),
      toPixel: (step) => margin.left + (width * step) / Math.max(1, race.steps),
    }, {
      ticks: heights,
      toPixel: (value) => this.toY(this.log ? value + this.zero : value),
      lines: "rule",
    });
    context.fillStyle = theme.text;
    context.textAlign = "right";
    context.fillText(word("curve.step"), margin.left - 8, margin.top + height + 7);
  }

  get label() {
    const label = word(QUANTITIES[this.quantity].label);
    if (!this.log || !this.zero) return label;
    return `${label} ${this.zero > 0 ? "−" : "+"} ${brief(Math.abs(this.zero))}`;
  }

  draw(time) {
    const x = this.toX(time);
    const { now, theme } = this;
    now.clearRect(0, 0, this.width, this.height);
    this.reveal(x);
    now.fillStyle = theme.faint;
    now.fillRect(x - 0.5, this.margin.top, 1, this.plotHeight);
    const frame = Math.floor(time);
    this.race.racers.forEach((racer, k) => {
      if (!this.shown[k] || frame > racer.last) return;
      const values = QUANTITIES[this.quantity].of(racer);
      const [a, b] = [values[frame], values[Math.min(frame + 1, racer.last)]];
      if (a !== a) return;
      const y = this.toY(a) + (time - frame) * ((b === b ? this.toY(b) : this.toY(a)) - this.toY(a));
      if (y < this.margin.top - 2 || y > this.margin.top + this.plotHeight + 2) return;
      drawMarker(now, this.styles[k].marker, x, y, 3.6 * theme.size, this.styles[k].color, theme.casing, 1.1 * theme.size);
    });
  }

  // The strong curves up to `x`.
  reveal(x) {
    const { canvas } = this.strong;
    const width = Math.min(canvas.width, Math.ceil((x * canvas.width) / this.width));
    const shown = (width * this.width) / canvas.width;
    if (width > 0) this.now.drawImage(canvas, 0, 0, width, canvas.height, 0, 0, shown, this.height);
  }

  // The tick nearest to a pixel, with those of its racer that it stands for, by step; or null.
  ticksAt(at, reach) {
    const near = nearestTo(at, this.ticks.filter((tick) => tick.drawn), ({ x, y }) => [x, y], reach);
    if (!near) return null;
    const beside = (tick) => tick === near || (!tick.drawn && tick.racer === near.racer && Math.abs(tick.x - near.x) < ROOM * this.theme.size);
    const ticks = this.ticks.filter(beside).sort((a, b) => a.step - b.step);
    const told = eventsOf(this.race, this.told)[near.racer];
    return { racer: near.racer, ticks, kept: told.ticks.length, total: told.total };
  }

  // The curve point nearest to a pixel: {racer, frame}.
  nearest([px, py], reach) {
    let best = null;
    const middle = ((px - this.margin.left) / this.plotWidth) * (this.race.frames - 1);
    const spread = (reach / this.plotWidth) * (this.race.frames - 1);
    this.race.racers.forEach((racer, k) => {
      if (!this.shown[k]) return;
      const values = QUANTITIES[this.quantity].of(racer);
      const [from, to] = [Math.max(0, Math.floor(middle - spread)), Math.min(racer.last, Math.ceil(middle + spread))];
      for (let i = from; i <= to; i++) {
        const distance = Math.hypot(this.toX(i) - px, this.toY(values[i]) - py);
        if (distance <= reach && (!best || distance < best.distance)) best = { racer: k, frame: i, distance };
      }
    });
    return best;
  }
}
