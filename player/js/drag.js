// The start in the visitor's hand. Where the race can be retraced here, paths and curves follow
// in the same frame; the page is told on release, and its own paths take over without a jump.
import { retracer } from "./retrace.js";

export class StartDrag {
  constructor(player) {
    this.player = player;
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
    const { player } = this;
    player.controls.showTip(null);
    if (!point) return this.giveUp();
    if (!this.held && this.live) this.showWhole();
    this.held = this.rounded(point);
    this.pending = true;
    return player.clock.wake();
  }

  // On the animation frame: however often the pointer moved, one tracing a frame.
  follow() {
    if (!this.pending) return;
    this.pending = false;
    if (!this.traceFrom(this.held)) this.player.stage3d.paintMarks(this.player.marksShown, this.held);
  }

  // Dropped after a drag, or clicked: the page learns of it.
  set(point) {
    const { player } = this;
    const dragged = this.held !== null;
    const start = this.rounded(point);
    this.held = null;
    this.pending = false;
    this.left = null;
    if (this.traceFrom(start)) {
      // From where the race starts already, the page has nothing new to send.
      this.awaited = String(start) === String(this.given.start) ? null : start;
      if (!dragged) player.begin(null);
    }
    player.send("start", { x: start[0], y: start[1] });
    player.noteAddress();
  }

  giveUp() {
    const { player, left } = this;
    this.held = null;
    this.pending = false;
    this.left = null;
    player.race = this.given;
    player.refresh();
    if (!left) return;
    player.clock.seek(left.time);
    if (left.playing) player.clock.play();
  }

  // Shows the race from `start`; false where it cannot be traced here.
  traceFrom(start) {
    if (!this.live) return false;
    try {
      this.player.showPaths({ ...this.given, start, racers: this.retrace(start) }, this.held !== null);
      return true;
    } catch {
      this.retrace = null;
      return false;
    }
  }

  // While dragged, paths are shown to their ends, or up to the step that the visitor chose.
  showWhole() {
    const { clock } = this.player;
    const chosen = !clock.playing && clock.frame > 0;
    this.left = { time: clock.time, playing: clock.playing };
    clock.pause();
    if (!chosen) clock.seek(clock.last);
  }

  // To a hundredth of a pixel or so: what the number fields will show is what is traced.
  rounded([x, y]) {
    const digits = (from, to) => Math.max(0, 4 - Math.floor(Math.log10(Math.abs(to - from))));
    const [x0, x1, y0, y1] = this.player.stage2d.view;
    return [Number(x.toFixed(digits(x0, x1))), Number(y.toFixed(digits(y0, y1)))];
  }
}
