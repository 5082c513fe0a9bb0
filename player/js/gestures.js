// What a mouse and fingers do on the map: set or drag the start, zoom, move, and ask.
import { pixelOn } from "./canvas.js";
import { FINGER } from "./trails.js";

const CLICK = 5; // A press that moves fewer pixels is a click.
const HOLD = 450; // Milliseconds after which a finger that rests asks what is under it.
const DOUBLE = 320; // Milliseconds within which a second click makes a double click.
export const TOLD = 4000; // Milliseconds for which the answer stays after the finger is gone.

export class Gestures {
  // `stage` is the map, a Stage2D; its hooks are told.
  constructor(stage) {
    this.stage = stage;
    this.pointers = new Map();
    this.clicked = { time: -Infinity, spot: [0, 0] };
    this.listen();
  }

  listen() {
    const { area } = this.stage;
    area.onpointerdown = (event) => this.press(event);
    area.onpointermove = (event) => this.stage.hooks[this.asking ? "onHold" : "onHover"](event, this.local(event));
    area.onpointerleave = (event) => event.pointerType !== "touch" && this.stage.hooks.onHover(null);
    this.stage.handle.onpointerenter = () => this.setNear(true);
    this.stage.handle.onpointerleave = () => this.setNear(false);
    // One finger scrolls the page up and down; two belong to the map.
    const two = (event) => event.touches.length > 1 && event.cancelable && event.preventDefault();
    for (const kind of ["touchstart", "touchmove"]) area.addEventListener(kind, two, { passive: false });
    area.onwheel = (event) => {
      // The page scrolls over the map; with Ctrl, or by pinching a track pad, the map zooms.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.stage.zoomAt(...this.local(event), Math.exp(Math.max(-0.4, Math.min(0.4, event.deltaY / 200))));
    };
    this.move = (event) => this.drag(event);
    this.up = (event) => this.release(event);
    window.addEventListener("pointermove", this.move);
    window.addEventListener("pointerup", this.up);
    window.addEventListener("pointercancel", this.up);
    this.escape = (event) => {
      if (event.key !== "Escape" || !this.pressed) return;
      event.preventDefault();
      this.cancelPress(true);
    };
    window.addEventListener("keydown", this.escape, true);
  }

  setNear(near) {
    this.near = near;
    if (!this.dragging) this.stage.drawTarget();
  }

  get dragging() {
    return Boolean(this.pressed?.grabs);
  }

  local(event) {
    return pixelOn(this.stage.area, event);
  }

  press(event) {
    if (event.button) return;
    const at = this.local(event);
    this.pointers.set(event.pointerId, at);
    if (event.pointerType === "touch") this.untell();
    if (this.pointers.size === 2) {
      this.cancelPress(true);
      this.pinch = this.fingers();
      return;
    }
    const grabs = event.target === this.stage.handle;
    const touch = event.pointerType === "touch";
    // The start keeps its distance from where it was grabbed: a finger would hide it.
    const grip = [this.stage.startAt[0] - at[0], this.stage.startAt[1] - at[1]];
    this.pressed = { at, grip, moved: false, grabs, touch, pan: event.shiftKey, view: this.stage.view };
    if (touch) this.holding = setTimeout(() => this.hold(event, at), HOLD);
    if (grabs) {
      this.stage.area.classList.add("sb-holding");
      this.stage.drawTarget();
    }
    if (event.pointerType !== "touch") event.preventDefault();
  }

  hold(event, at) {
    if (!this.pressed.grabs) this.pressed = null;
    this.asking = true;
    this.tell(event, at);
  }

  // What is under a finger is told until the next touch, or for a while.
  tell(event, at) {
    clearTimeout(this.telling);
    this.stage.hooks.onHold(event, at);
  }

  untell() {
    clearTimeout(this.telling);
    this.stage.hooks.onHover(null);
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
      if (this.pointers.size !== 2) return;
      const [before, now] = [this.pinch, this.fingers()];
      this.pinch = now;
      this.stage.zoomAt(before.x, before.y, before.apart / Math.max(1, now.apart), now.x, now.y);
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
    return [Math.min(this.stage.width, Math.max(0, px)), Math.min(this.stage.height, Math.max(0, py))];
  }

  gripped({ grip }, at) {
    return this.clamped([at[0] + grip[0], at[1] + grip[1]]);
  }

  dragStart(at) {
    this.stage.showStart(at);
    this.stage.hooks.onStartDrag(this.stage.toPoint(...at));
  }

  pan({ at: [fx, fy], view: [x0, x1, y0, y1] }, [px, py]) {
    const dx = ((fx - px) / this.stage.width) * (x1 - x0);
    const dy = ((py - fy) / this.stage.height) * (y1 - y0);
    this.stage.setView(this.stage.inWhole([x0 + dx, x1 + dx, y0 + dy, y1 + dy]));
  }

  drawBox([ax, ay], [bx, by]) {
    Object.assign(this.stage.box.style, {
      display: "block", left: `${Math.min(ax, bx)}px`, top: `${Math.min(ay, by)}px`,
      width: `${Math.abs(ax - bx)}px`, height: `${Math.abs(ay - by)}px`,
    });
  }

  // `given up`: what the press has moved so far goes back.
  cancelPress(givenUp = false) {
    const press = this.pressed;
    this.pressed = null;
    clearTimeout(this.holding);
    this.stage.box.style.display = "none";
    this.stage.area.classList.remove("sb-holding");
    if (!press) return;
    if (press.grabs) this.stage.drawTarget();
    if (!givenUp || !press.moved) return;
    if (press.grabs) this.stage.hooks.onStartDrag(null);
    else if (press.pan) this.stage.setView(press.view);
  }

  release(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.pinch) {
      if (!this.pointers.size) this.pinch = null;
      return;
    }
    const press = this.pressed;
    const asked = this.asking;
    this.cancelPress(event.type === "pointercancel");
    this.asking = false;
    if (asked) this.telling = setTimeout(() => this.untell(), TOLD);
    if (!press || event.type === "pointercancel" || (asked && !press.moved)) return;
    const at = this.clamped(this.local(event));
    if (press.grabs && press.moved) {
      this.stage.settle();
      this.stage.hooks.onStart(this.stage.toPoint(...this.gripped(press, this.local(event))));
    } else if (!press.moved) {
      if (press.touch && this.stage.trails.headNear(...press.at, FINGER)) this.tap(event, press.at);
      else if (!press.pan) this.click(press.at);
    } else if (!press.pan && !press.touch) this.zoomTo(press.at, at);
  }

  tap(event, at) {
    this.tell(event, at);
    this.telling = setTimeout(() => this.untell(), TOLD);
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
      this.stage.placeStart(this.stage.race.start);
      this.stage.resetView();
      return;
    }
    this.stage.showStart(at);
    const point = this.stage.toPoint(...at);
    if (this.stage.reset.hidden) this.stage.hooks.onStart(point);
    else this.waiting = setTimeout(() => this.stage.hooks.onStart(point), DOUBLE);
  }

  zoomTo([ax, ay], [bx, by]) {
    if (Math.abs(ax - bx) < 8 || Math.abs(ay - by) < 8) return;
    const [x0, y1] = this.stage.toPoint(Math.min(ax, bx), Math.min(ay, by));
    const [x1, y0] = this.stage.toPoint(Math.max(ax, bx), Math.max(ay, by));
    this.stage.setView([x0, x1, y0, y1]);
  }

  destroy() {
    clearTimeout(this.waiting);
    clearTimeout(this.holding);
    clearTimeout(this.telling);
    window.removeEventListener("keydown", this.escape, true);
    window.removeEventListener("pointermove", this.move);
    window.removeEventListener("pointerup", this.up);
    window.removeEventListener("pointercancel", this.up);
  }
}
