// Moving parts of one view, on three stacked canvases: casings, trails, and what is newest.
//
// Casings and trails only grow while the race plays: each frame strokes the few new pieces
// onto them. The newest part and the heads are drawn afresh on the third canvas.
import { canvasIn, resizeCanvas } from "./canvas.js";
import { drawMarker } from "./marks.js";

// Points closer than this many pixels to the last kept one add nothing; nor, while the paths
// change in every frame, those closer than the second.
const NEAREST = 0.7;
const FLEETING = 1.8;
const MAX_NEWEST = 120; // Frames of the stronger, newest part: it is drawn afresh each time.
export const FINGER = 22; // Pixels within which a finger finds a point, a head or a mark.
const FAR = 2e4; // Beyond this many pixels a point is moved nearer: canvases dislike 1e30.

// A path as projected: positions, hidden parts, which frames matter, length along it.
export function projectedPath(x, y, last, hidden = null, fleeting = false) {
  const nearest = fleeting ? FLEETING : NEAREST;
  const kept = [];
  const along = new Float32Array(x.length);
  let previous = -1;
  for (let i = 0; i <= last; i++) {
    if (x[i] !== x[i]) {
      if (previous >= 0) kept.push(i);
      previous = -1;
      continue;
    }
    x[i] = Math.min(FAR, Math.max(-FAR, x[i]));
    y[i] = Math.min(FAR, Math.max(-FAR, y[i]));
    const moved = previous < 0 ? 0 : Math.hypot(x[i] - x[previous], y[i] - y[previous]);
    along[i] = previous < 0 ? 0 : along[previous] + moved;
    if (previous < 0 || moved > nearest || (hidden && hidden[i] !== hidden[previous])) {
      kept.push(i);
      previous = i;
    }
  }
  return { x, y, last, hidden, kept: Int32Array.from(kept), along };
}

export class Trails {
  constructor(container) {
    this.layers = ["casing", "trail", "live"].map((name) => canvasIn(container, `sb-layer sb-${name}`));
    [this.casing, this.trail, this.live] = this.layers;
    this.paths = [];
    this.styles = [];
    this.shown = [];
    this.restart();
  }

  resize(width, height, pixelRatio) {
    for (const context of this.layers) {
      resizeCanvas(context, width, height, pixelRatio);
      context.lineJoin = "round";
      context.lineCap = "round";
    }
    this.width = width;
    this.height = height;
    this.restart();
  }

  // `shown` tells which racers are drawn.
  set(paths, styles, shown, theme) {
    Object.assign(this, { paths, styles, shown, theme });
    this.restart();
  }

  restart() {
    this.stale = true;
  }

  // `time` is the frame, with a fraction between frames; `tail` the number of frames of trail
  // to show, Infinity for all of it.
  draw(time, tail) {
    const frame = Math.floor(time);
    const whole = tail === Infinity;
    if (this.stale || frame < this.drawn || whole !== this.whole) {
      for (const context of [this.casing, this.trail]) context.clearRect(0, 0, this.width, this.height);
      this.stale = false;
      this.whole = whole;
      this.drawn = 0;
      this.next = this.paths.map(() => 1);
    }
    if (whole) this.grow(frame);
    this.drawn = frame;
    this.live.clearRect(0, 0, this.width, this.height);
    const frames = this.paths[0]?.x.length ?? 0;
    const newest = whole ? Math.min(MAX_NEWEST, Math.max(14, Math.round(frames / 14))) : tail;
    this.paths.forEach((path, k) => this.shown[k] && this.drawNewest(path, this.styles[k], time, newest));
    this.paths.forEach((path, k) => this.shown[k] && this.drawHead(path, this.styles[k], time));
  }

  grow(frame) {
    const { size } = this.theme;
    this.paths.forEach((path, k) => {
      const { kept } = path;
      const from = this.next[k];
      let to = from;
      while (to < kept.length && kept[to] <= frame) to++;
      if (to === from) return;
      this.next[k] = to;
      if (!this.shown[k]) return;
      const style = this.styles[k];
      stroke(this.casing, path, from, to, null, this.theme.casing, 4.2 * size, []);
      stroke(this.trail, path, from, to, false, style.color, 1.8 * size, style.dash);
      if (path.hidden) stroke(this.trail, path, from, to, true, style.hidden, 1.5 * size, []);
    });
  }

  drawNewest(path, style, time, length) {
    const { size } = this.theme;
    const end = Math.min(Math.floor(time), path.last);
    const begin = Math.max(0, Math.floor(time) - length);
    const frames = [];
    for (let k = lowerBound(path.kept, begin); k < path.kept.length && path.kept[k] <= end; k++) {
      frames.push(path.kept[k]);
    }
    if (begin <= end && (!frames.length || frames[0] > begin)) frames.unshift(begin);
    if (frames[frames.length - 1] !== end && begin <= end) frames.push(end);
    const head = headOf(path, time);
    const pieces = { x: path.x, y: path.y, hidden: path.hidden, along: path.along, kept: frames };
    const draw = (hidden, color, width, dash) =>
      stroke(this.live, pieces, 1, frames.length, hidden, color, width, dash, head);
    if (path.hidden) draw(true, style.hidden, 1.7 * size, []);
    draw(false, this.theme.casing, 5.4 * size, []);
    draw(false, style.color, 3 * size, style.dash);
  }

  drawHead(path, style, time) {
    const head = headOf(path, time);
    if (!head) return;
    const { size } = this.theme;
    const gone = time > path.last + 0.5;
    this.live.globalAlpha = head.hidden ? 0.4 : gone ? 0.55 : 1;
    this.live.setLineDash([]);
    drawMarker(this.live, style.marker, head.x, head.y, 5.6 * size, style.color, this.theme.casing, 1.7 * size);
    this.live.globalAlpha = 1;
  }

  // Whether a shown head stands within `reach` pixels of (x, y), as drawn last.
  headNear(x, y, reach) {
    return this.paths.some((path, racer) => {
      const head = this.shown[racer] && headOf(path, this.drawn);
      return head && Math.hypot(head.x - x, head.y - y) <= reach;
    });
  }

  // The shown trail point nearest to (x, y), within `reach` pixels: {racer, frame, distance}.
  nearest(x, y, time, tail, reach) {
    let best = null;
    const first = tail === Infinity ? 0 : Math.max(0, Math.floor(time) - tail);
    this.paths.forEach((path, racer) => {
      if (!this.shown[racer]) return;
      const look = (frame) => {
        const distance = Math.hypot(path.x[frame] - x, path.y[frame] - y);
        if (distance <= reach && (!best || distance < best.distance)) best = { racer, frame, distance };
      };
      for (const frame of path.kept) {
        if (frame > time) break;
        if (frame >= first) look(frame);
      }
      look(Math.min(Math.floor(time), path.last));
    });
    return best;
  }
}

// Where the racer is at `time`: on the straight line between two frames while it plays.
export function headOf(path, time) {
  const frame = Math.min(Math.floor(time), path.last);
  const share = frame < path.last ? time - frame : 0;
  let [x, y] = [path.x[frame], path.y[frame]];
  if (share > 0 && path.x[frame + 1] === path.x[frame + 1]) {
    x += share * (path.x[frame + 1] - x);
    y += share * (path.y[frame + 1] - y);
  }
  return x === x ? { x, y, hidden: Boolean(path.hidden?.[frame]) } : null;
}

// Strokes the pieces ending at kept points from..to-1: all (hidden null), seen or hidden ones.
function stroke(context, path, from, to, hidden, color, width, dash, head = null) {
  const { x, y, kept } = path;
  const begin = kept[Math.max(0, from - 1)];
  context.beginPath();
  let joined = false;
  for (let k = Math.max(1, from); k < to; k++) {
    const [a, b] = [kept[k - 1], kept[k]];
    const wanted = hidden === null ? !path.hidden?.[b] : !hidden === !path.hidden?.[b];
    if (x[a] !== x[a] || x[b] !== x[b] || !wanted) {
      joined = false;
      continue;
    }
    if (!joined) context.moveTo(x[a], y[a]);
    context.lineTo(x[b], y[b]);
    joined = true;
  }
  if (head && !head.hidden === !hidden && kept.length) {
    const last = kept[kept.length - 1];
    if (x[last] === x[last]) {
      if (!joined) context.moveTo(x[last], y[last]);
      context.lineTo(head.x, head.y);
    }
  }
  context.setLineDash(dash);
  context.lineDashOffset = path.along[begin] || 0;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

function lowerBound(values, wanted) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
