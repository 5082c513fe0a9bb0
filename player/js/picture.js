// The picture of a race: map, surface, curves, and data where there are some, in one look.
import { Curves } from "./curves.js";
import { Fit } from "./fit.js";
import { ghostShown } from "./ghost.js";
import { Hints } from "./hints.js";
import { makeRoom } from "./layout.js";
import { lossScale } from "./levels.js";
import { fullLook, tailOf } from "./look.js";
import { sameLandscape, sameView } from "./payload.js";
import { Stage2D } from "./stage2d.js";
import { Stage3D } from "./stage3d.js";
import { basinPicture, surveyed } from "./survey.js";
import { applyTheme, racerStyle } from "./theme.js";
import { Tip } from "./tip.js";

// What is drawn anew where a setting of the view is another.
const REDRAW = {
  curve: (picture) => picture.refresh(),
  log: (picture) => picture.refresh(),
  levels(picture) {
    picture.setLandscape(picture.race);
    picture.refresh();
    picture.paintSurfaceSoon();
  },
  trails: (picture) => picture.hooks.wake(),
  marks: (picture) => picture.paintMarks(),
  basins: (picture) => picture.paintTint(),
  ghost: (picture) => picture.hooks.wake(),
};

// What was last told of a landscape on this page: a picture that comes later begins with it.
let lastSurvey = null;

export class Picture {
  // hooks: onStart(point), onStartDrag(point | null), onSeek(frame), onLook() once it was zoomed
  // or turned, onRefresh() once styles, scale or curve changed, wake() where a frame is to be
  // drawn, playing(), time() the frame, with a fraction while it plays
  constructor(root, hooks) {
    Object.assign(this, { root, hooks });
    this.stages = root.querySelector(".sb-stages");
    this.chart = root.querySelector(".sb-chart");
    this.view = fullLook({}); // but for zoom and camera, which the stages have
    this.survey = lastSurvey;
    this.hiddenKeys = new Set();
    this.tip = new Tip(root);
    const hints = new Hints(this.tip, () => this.seen);
    this.stage2d = new Stage2D(root.querySelector(".sb-map"), {
      onStart: hooks.onStart,
      onStartDrag: (point) => {
        this.tip.hide();
        hooks.onStartDrag(point);
      },
      onHover: (event, at) => hints.overView(event, at, this.stage2d),
      onHold: (event, at) => hints.overHeld(event, at, this.stage2d),
      onView: () => this.viewChanged(),
    });
    this.stage3d = new Stage3D(root.querySelector(".sb-surface"), {
      onCamera: (placed) => this.cameraChanged(placed),
      onHover: (event, at) => hints.overView(event, at, this.stage3d),
      onHold: (event, at) => hints.overHeld(event, at, this.stage3d),
      moving: hooks.playing,
    });
    this.curves = new Curves(this.chart, { onSeek: hooks.onSeek, onHover: (event, at) => hints.overCurves(event, at, this.curves) });
    this.fit = new Fit(root.querySelector(".sb-fit"), { onHover: (event, at) => hints.overFit(event, at, this.fit) });
    this.ghost = this.stage2d.ghost;
  }

  // What a pointer can ask about.
  get seen() {
    const { race, styles, theme, marks, stage2d } = this;
    return { race, styles, theme, time: this.hooks.time(), marks, map: stage2d, tail: tailOf(this.view) };
  }

  get marks() {
    return (this.view.marks && this.race?.marks) || [];
  }

  get ghostKind() {
    return ghostShown(this.race, this.view.ghost);
  }

  // How it is looked at, as the table of settings has it, with what was chosen even where the race
  // has nothing of it.
  get look() {
    return { ...this.view, zoom: this.stage2d.zoom, camera: this.stage3d.chosenCamera };
  }

  // Before anything is drawn.
  set look({ zoom, camera, ...view }) {
    if (zoom && isWithin(zoom, this.race)) this.stage2d.view = zoom;
    this.stage3d.chosenCamera = camera;
    Object.assign(this.view, view);
  }

  choose(key, value) {
    this.view[key] = value;
    REDRAW[key](this);
  }

  // `look` is how it is first looked at. Returns whether the landscape is another.
  setRace(race, look) {
    const before = this.race;
    this.race = surveyed(race, this.survey);
    if (!before) this.look = look;
    this.view.lang = race.view.lang;
    if (sameLandscape(before, race)) return false;
    this.setLandscape(before ?? race);
    this.findBasins();
    return true;
  }

  setLandscape(before) {
    const { race } = this;
    this.scale = lossScale(race.values, this.view.levels);
    this.stage2d.setLandscape(race, this.scale, sameView(before, race));
    this.stage3d.setLandscape(race, this.scale);
  }

  setTheme(theme) {
    this.theme = theme;
    this.stage2d.setTheme(theme);
    this.stage3d.setTheme(theme);
    applyTheme(this.root, theme);
  }

  // Marks and basins, once they are known; of another landscape they are kept for their turn, and
  // this returns false.
  setSurvey(survey) {
    lastSurvey = this.survey = survey;
    if (survey.landscape !== this.race?.landscape) return false;
    surveyed(this.race, survey);
    this.findBasins();
    this.paintMarks();
    return true;
  }

  // What happened on the way; of other paths it is kept for their turn.
  setEvents(events) {
    this.curves.tell(events);
    this.hooks.wake();
  }

  setClassroom(on) {
    this.classroom = on;
    this.root.classList.toggle("sb-classroom", on);
  }

  layOut() {
    const room = makeRoom(this.root, this.stages, this.classroom);
    if (!room) return;
    const { width, height, pixelRatio, size } = room;
    this.size = size;
    this.stage2d.layout(width, height, pixelRatio);
    this.stage3d.layout(width, height, pixelRatio);
    this.curves.layout(this.chart.clientWidth, this.chart.clientHeight, pixelRatio, this.theme);
    this.fit.layout(pixelRatio, this.theme);
  }

  // Everything that follows from race, theme, sizes and who is shown; cheap enough to do whole.
  refresh() {
    const { race, theme, view } = this;
    if (!race || !this.size) return;
    if (view.curve === "held" && !race.held_out) view.curve = "loss";
    this.styles = race.racers.map((racer) => racerStyle(racer, theme));
    this.shown = race.racers.map((racer) => !this.hiddenKeys.has(racer.key));
    this.stage2d.race = race;
    this.stage3d.race = race;
    this.ghost.setRace(race);
    this.stage2d.paint(this.marks);
    this.setPaths(false);
    this.curves.setRace(race, this.drawn);
    this.fit.setRace(race, this.drawn);
    this.hooks.onRefresh();
    this.hooks.wake();
  }

  // How curves and data are drawn.
  get drawn() {
    const { styles, shown, theme, view: { curve, log } } = this;
    return { styles, shown, theme, curve, log };
  }

  // `fleeting` while a dragged start gives other paths in every frame.
  setPaths(fleeting) {
    const { race: { racers }, styles, shown } = this;
    this.stage2d.setPaths(racers, styles, shown, fleeting);
    this.stage3d.setPaths(racers, styles, shown, fleeting);
    this.stage3d.paintMarks(this.marks);
  }

  // The same experiment from another start; `fleeting` while it goes on changing, `whole` where
  // the paths are shown to their ends.
  showPaths(race, fleeting, whole) {
    this.race = race;
    this.stage2d.race = race;
    this.stage3d.race = race;
    this.stage2d.placeStart(race.start);
    this.setPaths(fleeting);
    // Of a whole race the faint curves lie under the strong ones.
    this.curves.setRace(race, this.drawn, fleeting && whole);
    this.fit.setPaths(race);
    this.hooks.wake();
  }

  // A start in the hand, whose paths are not known yet.
  markStart(point) {
    this.stage3d.paintMarks(this.marks, point);
  }

  paintMarks() {
    this.stage2d.paintMarks(this.marks);
    this.stage3d.paintMarks(this.marks);
  }

  findBasins() {
    this.basins = basinPicture(this.race, this.survey);
    this.paintTint();
  }

  paintTint() {
    this.stage2d.setTint(this.view.basins ? this.basins : null);
    if (this.size) this.stage2d.paint(this.marks);
  }

  paintSurfaceSoon() {
    // Two frames later: contour and paths are on screen by then.
    cancelAnimationFrame(this.surfaceRequest);
    this.surfaceRequest = requestAnimationFrame(() => {
      this.surfaceRequest = requestAnimationFrame(() => this.stage3d.paint());
    });
  }

  // `time` is the frame, with a fraction while it plays.
  draw(time, playing) {
    const tail = tailOf(this.view);
    this.ghost.draw(this.stage2d, this.scale, Math.floor(time), this.ghostKind);
    this.stage2d.trails.draw(time, tail);
    if (this.stage3d.ready) this.stage3d.trails.draw(time, tail);
    this.curves.draw(time);
    this.fit.draw(time, !playing);
  }

  viewChanged() {
    this.hooks.onLook();
    this.stage2d.paint(this.marks);
    this.stage2d.setPaths(this.race.racers, this.styles, this.shown);
    this.hooks.wake();
  }

  cameraChanged(placed = false) {
    this.hooks.onLook();
    if (!this.styles || !this.stage3d.ready) return;
    if (!placed) this.stage3d.project();
    this.stage3d.paintMarks(this.marks);
    // At once, within Plotly's own frame: trails must not lag behind the surface.
    this.stage3d.trails.draw(this.hooks.time(), tailOf(this.view));
  }

  toggleRacer(k) {
    const key = this.race.racers[k]?.key;
    if (key === undefined) return;
    if (!this.hiddenKeys.delete(key)) this.hiddenKeys.add(key);
    this.refresh();
  }

  // Shows only this one; again, everybody.
  soloRacer(k) {
    const keys = this.race.racers.map((racer) => racer.key);
    const alone = this.soloed === keys[k] && !this.hiddenKeys.has(keys[k]);
    this.hiddenKeys = new Set(alone ? [] : keys.filter((key) => key !== keys[k]));
    this.soloed = alone ? null : keys[k];
    this.refresh();
  }

  destroy() {
    cancelAnimationFrame(this.surfaceRequest);
    this.stage2d.destroy();
    this.stage3d.destroy();
  }
}

const isWithin = ([x0, x1, y0, y1], { x_range, y_range }) =>
  x0 >= x_range[0] && x1 <= x_range[1] && y0 >= y_range[0] && y1 <= y_range[1];
