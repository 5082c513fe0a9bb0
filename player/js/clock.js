// One clock drives every view. Time counts in frames, with fractions while it plays.

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

export class Clock {
  // `onTick(time)` is called on the animation frame whenever something has to be drawn.
  constructor(onTick) {
    this.onTick = onTick;
    this.time = 0;
    this.frames = 1;
    this.speed = 1;
    this.loop = false;
    this.playing = false;
    this.request = 0;
    this.tick = this.tick.bind(this);
  }

  get last() {
    return this.frames - 1;
  }

  // 300 frames take seven seconds; short runs are slower per frame, long ones faster.
  get rate() {
    return (this.speed * this.last) / (7 * (Math.max(1, this.last) / 300) ** 0.35);
  }

  get frame() {
    return Math.floor(this.time);
  }

  play() {
    if (this.time >= this.last) this.time = 0;
    this.playing = this.last > 0;
    this.before = null;
    this.wake();
  }

  pause() {
    this.playing = false;
    this.seek(this.frame);
  }

  seek(frame) {
    this.time = Math.min(this.last, Math.max(0, frame));
    this.before = null;
    this.wake();
  }

  // Asks for one drawing on the next animation frame.
  wake() {
    if (!this.request) this.request = requestAnimationFrame(this.tick);
  }

  tick(now) {
    this.request = 0;
    if (this.playing) this.advance(now);
    this.onTick(this.time);
    if (this.playing) this.wake();
  }

  advance(now) {
    // A tab that slept must not jump: no more than a tenth of a second at once.
    const seconds = this.before === null ? 0 : Math.min(0.1, (now - this.before) / 1000);
    this.before = now;
    this.time += seconds * this.rate;
    if (this.time < this.last) return;
    if (this.loop) {
      // The end stays visible for most of a second before it starts again.
      if (this.time > this.last + 0.8 * this.rate / this.speed) this.time = 0;
      return;
    }
    this.time = this.last;
    this.playing = false;
  }

  stop() {
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.playing = false;
  }
}
