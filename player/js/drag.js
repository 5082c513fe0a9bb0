// The start in the visitor's hand. Where the race can be retraced here, paths and curves follow
// in the same frame; the page is told on release, and its own paths take over without a jump.
import { retracer } from "./retrace.js";

export class StartDrag {
  // hooks: show(race, dragged) the race from another start, restore(race) the page's own, mark(point)
  // a start whose paths are not known, view() what the map shows, onSet(start, replayed) once it
  // is let go, `replayed` where its race is to be played from the start
  constructor(clock, hooks) {
    Object.assign(this, { clock, hooks });
    this.held = null; // the start while it is dragged
    this.awaited = null; // the start whose paths are shown before the page has sent its own
    this.left = null; // what the clock did before the drag: a drag given up goes back to it
  }

  // A race has come from the page; true where its paths are on screen already.
  setRace(race) {
    this.given = race;
    this.retrace = retracer(race);
    const known = this.awaited !== null && String(this.awaited) === String(race.start);
    if (known) this.awaited = null;
    if (this.held) this.move(this.held);
    return known || this.held !== null;
  }

  get live() {
    return Boolean(this.retrace);
  }

  // `point` under the pointer, or null where the drag was given up.
  move(point) {
    if (!point) return this.giveUp();
    if (!this.held && this.live) this.showWhole();
    this.held = this.rounded(point);
    this.pending = true;
    return this.clock.wake();
  }

  // On the animation frame: however often the pointer moved, one tracing a frame.
  follow() {
    if (!this.pending) return;
    this.pending = false;
    if (!this.traceFrom(this.held)) this.hooks.mark(this.held);
  }

  // Dropped after a drag, or clicked: the page learns of it.
  set(point) {
    const dragged = this.held !== null;
    const start = this.rounded(point);
    this.held = null;
    this.pending = false;
    this.left = null;
    const traced = this.traceFrom(start);
    // From where the race starts already, the page has nothing new to send.
    if (traced) this.awaited = String(start) === String(this.given.start) ? null : start;
    this.hooks.onSet(start, traced && !dragged);
  }

  giveUp() {
    const { clock, left } = this;
    this.held = null;
    this.pending = false;
    this.left = null;
    this.hooks.restore(this.given);
    if (!left) return;
    clock.seek(left.time);
    if (left.playing) clock.play();
  }

  // Shows the race from `start`; false where it cannot be traced here.
  traceFrom(start) {
    if (!this.live) return false;
    try {
      this.hooks.show({ ...this.given, start, racers: this.retrace(start) }, this.held !== null);
      return true;
    } catch {
      this.retrace = null;
      return false;
    }
  }

  // While dragged, paths are shown to their ends, or up to the step that the visitor chose.
  showWhole() {
    const { clock } = this;
    const chosen = !clock.playing && clock.frame > 0;
    this.left = { time: clock.time, playing: clock.playing };
    clock.pause();
    if (!chosen) clock.seek(clock.last);
  }

  // To a hundredth of a pixel or so: what the number fields will show is what is traced.
  rounded([x, y]) {
    const digits = (from, to) => Math.max(0, 4 - Math.floor(Math.log10(Math.abs(to - from))));
    const [x0, x1, y0, y1] = this.hooks.view();
    return [Number(x.toFixed(digits(x0, x1))), Number(y.toFixed(digits(y0, y1)))];
  }
}
