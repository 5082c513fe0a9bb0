// What browser tests read from the picture, as `drawn` in the page. A layer is a canvas by its
// selector; positions are page pixels.
window.drawn = {
  asked: false, // a run of the script was asked for, and nothing has come back yet
  noDoubleClick: 360, // milliseconds after which another click is one by itself
  root: () => document.querySelector('.sb-root'),
  // RGBA values of the square around a page pixel on one canvas.
  patch(layer, [x, y], reach) {
    const box = layer.getBoundingClientRect();
    const ratio = layer.width / box.width;
    const side = 2 * reach + 1;
    const [left, top] = [(x - box.left) * ratio, (y - box.top) * ratio].map(Math.floor);
    return layer.getContext('2d').getImageData(left - reach, top - reach, side, side).data;
  },
  ink(selector, at, reach = 2) {
    return [...document.querySelectorAll(selector)].some(
      (layer) => this.patch(layer, at, reach).some((value, k) => k % 4 === 3 && value > 0));
  },
  // The colour of a racer's marker in the legend.
  color(k) {
    const sample = this.root().querySelectorAll('.sb-chip canvas')[k];
    return [...sample.getContext('2d').getImageData(sample.width / 2, sample.height / 2, 1, 1).data];
  },
  // Whether racer k's head stands where its path is at `step`, in '.sb-map' or '.sb-surface'.
  head(k, step, view = '.sb-map') {
    const { switchback: player } = this.root();
    const at = view === '.sb-map' ? player.project2d(k, step) : player.project3d(k, step);
    const pixels = this.patch(document.querySelector(`${view} .sb-live`), at, 4);
    const color = this.color(k);
    for (let i = 0; i < pixels.length; i += 4) {
      if (color.every((value, n) => Math.abs(value - pixels[i + n]) < 3)) return true;
    }
    return false;
  },
  heads(step) {
    return this.root().switchback.racers.map((_, k) => this.head(k, step));
  },
  // Whether every head stands at `step`, or is under one that was drawn later.
  stand(step) {
    const { switchback: player } = this.root();
    const seen = this.heads(step);
    const at = seen.map((_, k) => player.project2d(k, step));
    return seen.every((head, k) => head
      || at.some((b, j) => j > k && seen[j] && Math.hypot(b[0] - at[k][0], b[1] - at[k][1]) < 13));
  },
  // The step at which the heads stand furthest apart on the map.
  roomiest() {
    const { switchback: player } = this.root();
    let best = [0, -1];
    for (let step = 1; step < player.steps; step++) {
      const at = player.racers.map((_, k) => player.project2d(k, step));
      const gaps = at.flatMap((a, k) => at.slice(k + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1])));
      if (Math.min(...gaps) > best[1]) best = [step, Math.min(...gaps)];
    }
    return best[0];
  },
  // A number that changes with any pixel of the canvases.
  print(selector) {
    let hash = 7;
    for (const layer of document.querySelectorAll(selector)) {
      const { data } = layer.getContext('2d').getImageData(0, 0, layer.width, layer.height);
      for (const value of new Uint32Array(data.buffer)) hash = (31 * hash + value) | 0;
    }
    return hash;
  },
  count: () => Number(document.querySelector('.sb-count').textContent.split(' / ')[0]),
  frames: (number) => new Promise((done) => {
    const next = () => (number-- > 0 ? requestAnimationFrame(next) : done());
    next();
  }),
  // Once no script runs or is asked to, and the map has stood where it is for six frames.
  async settled() {
    const app = document.querySelector('[data-test-script-state]');
    const place = () => {
      const { left, top, width, height } = document.querySelector('.sb-map').getBoundingClientRect();
      return [left, top, width, height, app.dataset.testScriptState].join();
    };
    const end = performance.now() + 60_000;
    for (let [before, still] = ['', 0]; still < 6;) {
      if (performance.now() > end) throw new Error(`not settled: ${before}, asked: ${this.asked}`);
      await this.frames(1);
      const now = place();
      still = now === before && now.endsWith('notRunning') && !this.asked ? still + 1 : 0;
      before = now;
    }
  },
  // Whether the curves' line of the current step stands within a pixel of x, on the whole height.
  nowLine(x) {
    const layer = document.querySelector('.sb-chart .sb-now');
    const { top } = layer.getBoundingClientRect();
    const ink = (column, y) => this.patch(layer, [column, top + y], 0)[3] > 0;
    const heights = Array.from({ length: 80 }, (_, k) => 12 + 2 * k);
    return [-1, 0, 1].some((near) => heights.every((y) => ink(x + near, y)));
  },
  // A page pixel on the head of racer k on the curve, at most a marker's width beside the line.
  curveHead(k, x) {
    const layer = document.querySelector('.sb-chart .sb-now');
    const box = layer.getBoundingClientRect();
    const color = this.color(k);
    for (let y = box.top; y < box.bottom; y++) {
      const pixel = this.patch(layer, [x + 2, y], 0);
      if (color.every((value, n) => Math.abs(value - pixel[n]) < 3)) return [x + 2, y];
    }
    return null;
  },
  // Paused at step 0, everybody shown, every choice as at the beginning.
  async rest() {
    const root = document.querySelector('.sb-root');
    const choose = (name, value) => {
      const select = root.querySelector(name);
      select.value = value;
      select.dispatchEvent(new Event('change'));
    };
    if (document.fullscreenElement) await document.exitFullscreen();
    document.activeElement.blur();
    if (root.switchback.playing) root.querySelector('[data-do=toggle]').click();
    const hidden = '.sb-chip[aria-pressed=false]';
    if (root.querySelector(hidden)) {
      while (root.querySelector(hidden)) root.querySelector(hidden).click();
      await new Promise((done) => setTimeout(done, this.noDoubleClick));
    }
    for (const name of ['[data-do=loop]', '.sb-log', '[data-do=help]']) {
      const button = root.querySelector(name);
      const on = (button.ariaPressed ?? button.ariaExpanded) === 'true';
      if (on !== (name === '.sb-log')) button.click();
    }
    choose('.sb-speed', 1);
    choose('.sb-tail', 'all');
    choose('.sb-levels', 'auto');
    root.querySelector('.sb-tabs [value=loss]').click();
    root.querySelector('[data-do=restart]').click();
    await this.frames(2);
  },
};

// Between a visitor's act and the first word of its answer Streamlit says that nothing runs. So
// what is sent is heard: a message that asks for a run begins with this byte (its field, 11).
const RERUN = (11 << 3) | 2;
window.WebSocket = class extends WebSocket {
  constructor(...where) {
    super(...where);
    for (const kind of ['message', 'close']) {
      this.addEventListener(kind, () => { window.drawn.asked = false; });
    }
  }

  send(bytes) {
    if (bytes[0] === RERUN) window.drawn.asked = true;
    super.send(bytes);
  }
};
