// The surface view: Plotly draws landscape, axes and camera; trails lie over it on canvases.
import { css } from "./color.js";
import { hiddenTest, projectPoint, readCamera, sameCamera } from "./camera.js";
import { canvasIn, pixelOn, resizeCanvas } from "./canvas.js";
import { hasValues, heightGrid, sampleGrid } from "./field.js";
import { TOLD } from "./gestures.js";
import { word, write } from "./language.js";
import { lossTicks } from "./levels.js";
import { drawStart, drawStationary } from "./marks.js";
import { niceTicks } from "./numbers.js";
import { drawingTime, hasWebGL, lighten, loadPlotly } from "./plotly.js";
import { projectedPath, Trails } from "./trails.js";
import { ASPECT, bestView, homeCamera } from "./view.js";

const PROMPT_TESTS = 20000; // So many points are tested for being hidden in every drawing.
const SLOW = 25; // Milliseconds for an empty scene, from which on a graphics card is missing.
const REST = 150; // Milliseconds without a change after which a slow scene is drawn finely.

export class Stage3D {
  // hooks: onCamera(), onHover(event | null, pixel), onHold(event, pixel), moving()
  constructor(element, hooks) {
    this.element = element;
    this.hooks = hooks;
    this.plot = element.appendChild(document.createElement("div"));
    this.plot.className = "sb-plotly";
    this.note = element.appendChild(document.createElement("p"));
    this.note.className = "sb-note";
    this.reset = element.appendChild(document.createElement("button"));
    Object.assign(this.reset, { className: "sb-reset", type: "button", hidden: true });
    write(this.reset, "whole_view");
    this.reset.onclick = () => this.resetCamera();
    this.over = element.appendChild(document.createElement("div"));
    this.over.className = "sb-over";
    this.marks = canvasIn(this.over, "sb-layer");
    this.trails = new Trails(this.over);
    this.camera = null;
    this.opening = null;
    this.racers = [];
    element.onpointermove = (event) => hooks.onHover(event, pixelOn(element, event));
    // A finger asks by touching; once it turns the surface, the answer goes, else after a while.
    element.addEventListener("pointerdown", (event) => event.pointerType === "touch" && hooks.onHold(event, pixelOn(element, event)), true);
    element.onpointerleave = (event) => {
      if (event.pointerType !== "touch") hooks.onHover(null);
      else this.telling = setTimeout(() => hooks.onHover(null), TOLD);
    };
    element.onpointerdown = () => {
      clearTimeout(this.telling);
      this.coarsen();
    };
    element.ondblclick = () => this.resetCamera();
    element.onwheel = (event) => this.wheel(event);
  }

  // Whether trails can be drawn: Plotly has shown its camera, and this landscape.
  get ready() {
    return Boolean(this.camera && !this.outdated);
  }

  setLandscape(race, scale) {
    this.race = race;
    this.scale = scale;
    this.heights = heightGrid(race, scale);
    this.empty = !hasValues(race);
    this.view = null;
    this.stale = true;
    // Trails on the new landscape would hover over the old surface: they wait for the new one.
    this.outdated = true;
    this.over.style.visibility = "hidden";
  }

  get home() {
    // Looked for only now: map and paths of a new landscape are not to wait for it.
    this.view ??= bestView(this.race, this.heights);
    return homeCamera(this.view, this.width, this.height);
  }

  setTheme(theme) {
    this.theme = theme;
    this.stale = true;
  }

  // The axis of the loss has a name.
  relabel() {
    this.stale = true;
  }

  layout(width, height, pixelRatio) {
    if (width === this.width && height === this.height && pixelRatio === this.pixelRatio) return;
    Object.assign(this, { width, height, pixelRatio });
    resizeCanvas(this.marks, width, height, pixelRatio);
    this.trails.resize(width, height, pixelRatio);
    this.stale = true;
  }

  // Draws the surface if anything about it changed. Costly without a graphics card, so it is
  // called in a frame of its own, after contour and paths are on screen.
  async paint() {
    if (!this.stale || this.broken || !this.width) return;
    this.stale = false;
    this.drawn = this.empty;
    this.plot.style.visibility = this.empty ? "hidden" : "";
    write(this.note, this.empty ? "no_values" : "");
    this.reset.hidden ||= this.empty;
    // Plotly cannot draw a surface without a single value.
    if (this.empty) return;
    try {
      if (!hasWebGL.known) hasWebGL.known = hasWebGL() ? "yes" : "no";
      if (hasWebGL.known === "no") throw new Error("no WebGL");
      const plotly = await loadPlotly();
      // Of several calls that waited for Plotly, one draws; one may have become empty.
      if (this.gone || this.empty) return;
      this.plotly = plotly;
      const show = (surface) => plotly.react(this.plot, [surface], this.layoutOf(), {
        displayModeBar: false, scrollZoom: false, responsive: false, doubleClick: false,
      });
      if (!this.scene) {
        await show({ ...this.surface(), x: this.race.x_range, y: this.race.y_range, z: [[0, 0], [0, 0]] });
        this.prepare();
      }
      this.coarsen();
      await show(this.surface());
      if (this.gone) return plotly.purge(this.plot);
      this.hook();
      if (this.empty) return;
      this.outdated = false;
      this.project();
      this.hooks.onCamera(true);
      requestAnimationFrame(() => {
        this.over.style.visibility = "";
        this.drawn = !this.stale;
      });
    } catch (error) {
      this.fail(error);
    }
  }

  // Plotly's own scene, once there is one.
  get scene() {
    return this.plot._fullLayout?.scene?._scene;
  }

  prepare() {
    lighten(this.scene);
    this.fine = this.scene.glplot.pixelRatio;
    this.slow = drawingTime(this.scene) > SLOW;
  }

  // While something changes a slow scene is drawn with fewer pixels, and finely when it rests.
  coarsen() {
    if (!this.slow || !this.scene) return;
    this.scene.glplot.pixelRatio = 1;
    clearTimeout(this.refining);
    this.refining = setTimeout(() => this.refine(), REST);
  }

  refine() {
    if (this.hooks.moving() || this.element.matches(":active")) this.coarsen();
    else if (this.scene) this.scene.glplot.pixelRatio = this.fine; // Plotly sees it in its next frame.
  }

  fail(error) {
    if (this.plotly) {
      // It was loaded, so this landscape is at fault: the next one gets a new plot.
      this.plotly.purge(this.plot);
      this.camera = null;
      write(this.note, "failed.surface");
      return;
    }
    this.broken = true;
    write(this.note, error.message === "no WebGL" ? "failed.webgl" : "failed.loading");
  }

  // Plotly tells every redrawing of its scene through this function.
  hook() {
    const glplot = this.scene?.glplot;
    if (glplot && glplot.onrender && !glplot.onrender.switchback) {
      const before = glplot.onrender;
      glplot.onrender = () => {
        before();
        this.followCamera();
      };
      glplot.onrender.switchback = true;
    }
    this.followCamera();
  }

  followCamera() {
    const camera = readCamera(this.plot);
    if (!camera || sameCamera(camera, this.camera)) return;
    this.camera = camera;
    this.coarsen();
    const { eye } = this.scene.getCamera();
    const home = this.home.eye;
    this.reset.hidden = ["x", "y", "z"].every((name) => Math.abs(eye[name] - home[name]) < 0.01);
    this.hooks.onCamera();
  }

  surface() {
    const { race, theme } = this;
    const axis = ([from, to], count) => Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));
    const rows = Array.from({ length: race.rows }, (_, j) => this.heights.slice(j * race.columns, (j + 1) * race.columns));
    return {
      type: "surface",
      uid: "loss",
      x: axis(race.x_range, race.columns),
      y: axis(race.y_range, race.rows),
      z: rows,
      cmin: 0,
      cmax: 1,
      colorscale: Array.from({ length: 18 }, (_, k) => [k / 17, css(theme.scale[15 * k])]),
      showscale: false,
      hoverinfo: "skip",
      contours: Object.fromEntries(["x", "y", "z"].map((name) => [name, { highlight: false }])),
      lighting: theme.dark
        ? { ambient: 0.72, diffuse: 0.6, specular: 0.06, roughness: 0.8, fresnel: 0.05 }
        : { ambient: 0.78, diffuse: 0.38, specular: 0.04, roughness: 0.9, fresnel: 0.02 },
      lightposition: { x: -2000, y: -1200, z: 4000 },
    };
  }

  layoutOf() {
    const { race, theme, scale } = this;
    // Plotly's letters in a scene come out larger than their number.
    const letters = { family: theme.font, size: 11.5 * theme.size ** 0.6, color: theme.faint };
    const axis = (title, range) => ({
      title: { text: title, font: { family: theme.font, size: 14 * theme.size ** 0.6, color: theme.text } },
      range,
      tickfont: letters,
      showbackground: false,
      gridcolor: theme.rule,
      linecolor: theme.rule,
      zeroline: false,
      showspikes: false,
    });
    const ticks = (range) => {
      const values = niceTicks(...range, 4);
      return { tickmode: "array", tickvals: values, ticktext: values.map((v) => String(v).replace("-", "−")) };
    };
    const heights = lossTicks(scale, scale.log ? 3 : 4).filter((tick) => tick.height > 0.1 || !scale.height(scale.high));
    return {
      width: this.width,
      height: this.height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      font: letters,
      hovermode: false,
      showlegend: false,
      scene: {
        uirevision: "camera",
        dragmode: "turntable",
        hovermode: false,
        camera: this.firstCamera(),
        aspectmode: "manual",
        aspectratio: ASPECT,
        xaxis: { ...axis(`<i>${race.names[0]}</i>`, race.x_range), ...ticks(race.x_range) },
        yaxis: { ...axis(`<i>${race.names[1]}</i>`, race.y_range), ...ticks(race.y_range) },
        zaxis: {
          ...axis(word("loss"), [0, 1.001]),
          tickmode: "array",
          tickvals: heights.map((tick) => tick.height),
          ticktext: heights.map((tick) => tick.text),
        },
      },
    };
  }

  // `fleeting` while a dragged start gives other paths in every frame.
  setPaths(racers, styles, shown, fleeting = false) {
    Object.assign(this, { racers, styles, shown, fleeting });
    for (const racer of racers) {
      racer.height = new Float32Array(racer.x.length);
      for (let i = 0; i < racer.x.length; i++) {
        racer.height[i] = sampleGrid(this.race, this.heights, racer.x[i], racer.y[i]);
      }
    }
    this.hiddenFlags = null;
    this.project();
  }

  // Positions on screen for the current camera; hidden parts at once for a usual race, and
  // when the camera rests for a very large one.
  project() {
    if (!this.ready || !this.width) return;
    const count = this.racers.reduce((sum, racer) => sum + racer.x.length, 0);
    clearTimeout(this.resting);
    if (this.fleeting && count > PROMPT_TESTS) this.hiddenFlags = this.racers.map(() => null);
    else if (count <= PROMPT_TESTS || !this.hiddenFlags) this.findHidden();
    else this.resting = setTimeout(() => { this.findHidden(); this.place(); this.hooks.onCamera(true); }, 180);
    this.place();
  }

  findHidden() {
    const test = hiddenTest(this.camera, this.race, this.heights);
    this.hiddenFlags = this.racers.map((racer) => {
      const flags = new Uint8Array(racer.x.length);
      for (let i = 0; i <= racer.last; i++) {
        // A fleeting path is asked at every third point.
        const known = this.fleeting && i % 3;
        flags[i] = known ? flags[i - 1] : Number(test(racer.x[i], racer.y[i], racer.height[i]));
      }
      return flags;
    });
  }

  place() {
    const paths = this.racers.map((racer, k) => {
      const x = new Float32Array(racer.x.length);
      const y = new Float32Array(racer.x.length);
      for (let i = 0; i < x.length; i++) [x[i], y[i]] = this.toPixel(racer.x[i], racer.y[i], racer.height[i]);
      return projectedPath(x, y, racer.last, this.hiddenFlags[k], this.fleeting);
    });
    this.trails.set(paths, this.styles, this.shown, this.theme);
  }

  toPixel(x, y, height) {
    return this.camera ? projectPoint(this.camera, x, y, height, this.width, this.height) : [NaN, NaN];
  }

  // The start that is shown may be a dragged one, not yet the race's.
  paintMarks(marks, start = this.race.start) {
    this.marks.clearRect(0, 0, this.width, this.height);
    if (!this.camera) return;
    const test = hiddenTest(this.camera, this.race, this.heights);
    const at = (x, y, draw) => {
      const height = sampleGrid(this.race, this.heights, x, y);
      const [px, py] = this.toPixel(x, y, height);
      this.marks.globalAlpha = test(x, y, height) ? 0.25 : 1;
      if (px === px) draw(px, py);
    };
    for (const { kind, x, y } of marks) at(x, y, (px, py) => drawStationary(this.marks, kind, px, py, this.theme));
    at(...start, (px, py) => drawStart(this.marks, px, py, this.theme));
    this.marks.globalAlpha = 1;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const camera = this.scene?.getCamera();
    if (!camera) return;
    this.coarsen();
    const factor = Math.exp(Math.max(-0.3, Math.min(0.3, event.deltaY / 300)));
    for (const name of ["x", "y", "z"]) camera.eye[name] *= factor;
    this.plotly.relayout(this.plot, { "scene.camera": camera });
  }

  // Where the visitor put the camera, the eye and the centre as six numbers; null at home.
  get chosenCamera() {
    const camera = this.scene?.getCamera();
    if (!camera) return this.opening;
    const { eye, center } = camera;
    return this.reset.hidden ? null : [eye.x, eye.y, eye.z, center.x, center.y, center.z];
  }

  // Before anything is drawn.
  set chosenCamera(numbers) {
    this.opening = numbers;
  }

  firstCamera() {
    if (!this.opening) return this.home;
    const [eye, center] = [0, 3].map((at) => ({ x: this.opening[at], y: this.opening[at + 1], z: this.opening[at + 2] }));
    return { ...this.home, eye, center };
  }

  resetCamera() {
    if (this.plotly && !this.broken) this.plotly.relayout(this.plot, { "scene.camera": this.home });
  }

  destroy() {
    this.gone = true;
    clearTimeout(this.resting);
    clearTimeout(this.refining);
    clearTimeout(this.telling);
    if (this.plotly) this.plotly.purge(this.plot);
  }
}
