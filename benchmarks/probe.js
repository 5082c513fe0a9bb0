// Says when a change is on screen, in the same way for the floor and for Switchback.
//
// A change is painted when the first animation frame that has it is over: the condition is
// looked at in every frame, and the time is taken in the task that follows that frame's
// painting. It is counted from the timestamp of the key that caused the change.
window.probe = {
  painted: {},

  get player() {
    return document.querySelector('.sb-root')?.switchback;
  },

  // The floor's picture: the outlines that Plotly has put into it.
  floor() {
    const outlines = document.querySelectorAll('.js-plotly-plot .contourfill path');
    return [...outlines].map((path) => path.getAttribute('d')).join();
  },

  // The map with its paths, by where they lead; empty before anything is drawn.
  race() {
    const { player } = this;
    if (!player?.painted.contour || !this.count()) return '';
    const { view, steps, racers } = player;
    return JSON.stringify([view, steps, racers.map((_, k) => [1, 2, 20, steps].map((step) => player.point(k, step)))]);
  },

  surface() {
    return this.player.painted.surface ? this.race() : '';
  },

  // The step that the player shows, 0 before it has drawn a race.
  count() {
    const [step, steps] = document.querySelector('.sb-count').textContent.split(' / ');
    return Number(steps) && step;
  },

  // Puts the milliseconds until the next change of a picture into `painted`, as a promise.
  watch(picture) {
    const before = this[picture]();
    const changed = () => ![before, ''].includes(this[picture]());
    this.painted[picture] = this.until(changed).then((at) => at - this.pressed);
  },

  until(shown) {
    return new Promise((done) => {
      const look = () => {
        if (!shown()) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        return port2.postMessage(null);
      };
      requestAnimationFrame(look);
    });
  },

  // Puts the milliseconds of each input of the scrubber into `scrubs`.
  watchScrubbing() {
    this.scrubs = [];
    document.querySelector('.sb-scrub').addEventListener('input', (event) => {
      const wanted = event.target.value;
      this.until(() => this.count() === wanted).then((at) => this.scrubs.push(at - event.timeStamp));
    });
  },

  // Animation frames a second; `each` is called in every one of them.
  async framesASecond(milliseconds, each = () => {}) {
    const times = [];
    await new Promise((done) => {
      const frame = (now) => {
        times.push(now);
        each(times.length);
        if (now - times[0] < milliseconds) requestAnimationFrame(frame);
        else done();
      };
      requestAnimationFrame(frame);
    });
    return (1000 * (times.length - 1)) / (times.at(-1) - times[0]);
  },

  // The same while the held start is led around a circle, one move a frame.
  framesDragged(milliseconds) {
    const { view } = this.player;
    const [width, height] = [view[1] - view[0], view[3] - view[2]];
    return this.framesASecond(milliseconds, (frame) => {
      const [sine, cosine] = [Math.sin(frame / 20), Math.cos(frame / 20)];
      const [clientX, clientY] = this.player.pixel2d(
        view[0] + width * (0.5 + 0.35 * cosine), view[2] + height * (0.5 + 0.35 * sine));
      const held = { clientX, clientY, pointerId: 1, pointerType: 'mouse', buttons: 1, bubbles: true };
      document.querySelector('.sb-start').dispatchEvent(new PointerEvent('pointermove', held));
    });
  },
};
addEventListener('keydown', (event) => { probe.pressed = event.timeStamp; }, true);
