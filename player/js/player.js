// The player: one race, one clock, all views.
import { toggleClassroom } from "./classroom.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { Curves } from "./curves.js";
import { StartDrag } from "./drag.js";
import { Fit } from "./fit.js";
import { Ghost } from "./ghost.js";
import { Hints } from "./hints.js";
import { verbOf } from "./keys.js";
import { relabel, speak } from "./language.js";
import { layOut, outerSize } from "./layout.js";
import { lossScale } from "./levels.js";
import { linkOf, lookAs, openedFrame, viewOf, writeAddress } from "./link.js";
import { listen } from "./listen.js";
import { decodeRace, sameBytes, sameLandscape, sameView } from "./payload.js";
import { Share } from "./share.js";
import { Stage2D } from "./stage2d.js";
import { Stage3D } from "./stage3d.js";
import { basinPicture, surveyed } from "./survey.js";
import { applyTheme, racerStyle, readTheme } from "./theme.js";
import { summary } from "./words.js";

// How a landscape was last looked at on this page, with what was chosen even where the race has
// nothing of it, and what was last told of one: a player that comes later goes on so.
const lastViews = new Map();
let lastSurvey = null;

export class Player {
  constructor(root) {
    this.root = root;
    this.path = window.location.pathname;
    this.tail = Infinity;
    this.spacing = "auto";
    this.marksShown = true;
    this.tintShown = false;
    this.survey = lastSurvey;
    this.classroom = false;
    this.hiddenKeys = new Set();
    this.drag = new StartDrag(this);
    const hints = new Hints(this);
    this.clock = new Clock((time) => this.draw(time));
    const map = root.querySelector(".sb-map");
    const surface = root.querySelector(".sb-surface");
    this.stage2d = new Stage2D(map, {
      onStart: (point) => this.drag.set(point),
      onStartDrag: (point) => this.drag.move(point),
      onHover: (event, at) => hints.overView(event, at, this.stage2d),
      onHold: (event, at) => hints.overHeld(event, at, this.stage2d),
      onView: () => this.viewChanged(),
    });
    this.stage3d = new Stage3D(surface, {
      onCamera: (placed) => this.cameraChanged(placed),
      onHover: (event, at) => hints.overView(event, at, this.stage3d),
      onHold: (event, at) => hints.overHeld(event, at, this.stage3d),
      moving: () => this.clock.playing,
    });
    this.curves = new Curves(root.querySelector(".sb-chart"), {
      onSeek: (frame) => this.seek(frame),
      onHover: (event, at) => hints.overCurves(event, at),
    });
    this.fit = new Fit(root.querySelector(".sb-fit"), { onHover: (event, at) => hints.overFit(event, at) });
    this.ghost = this.stage2d.ghost;
    this.controls = new Controls(root, this);
    this.share = new Share(this);
    root.addEventListener("sb-survey", (event) => this.setSurvey(event.detail));
    root.addEventListener("sb-events", (event) => this.setEvents(event.detail));
    this.stopListening = listen(this);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(root);
    root.onpointerdown = (event) => {
      // Keys belong to the player once it was touched, but a control keeps its own focus.
      if (!event.target.closest("button, select, input")) root.focus({ preventScroll: true });
    };
    this.stages = root.querySelector(".sb-stages");
  }

  // A new message from the page, or a changed theme.
  update(bytes, { setTriggerValue, setStateValue }) {
    this.send = setTriggerValue;
    const theme = readTheme(this.root, this.classroom);
    const themed = theme.id !== this.theme?.id;
    const changed = !this.bytes || !sameBytes(bytes, this.bytes);
    if (!changed && !themed) return;
    const before = this.race;
    let race = before;
    try {
      if (changed) race = surveyed(decodeRace(bytes), this.survey);
    } catch (error) {
      // Formulas cannot be run here: once, numbers are asked for in their place.
      console.warn(error);
      if (!this.unprinted) setStateValue("unprinted", (this.unprinted = true));
      return;
    }
    if (before && race.link !== null && race.session !== this.session) {
      // The session was lost, and this one knows nothing of it: the picture stays, and the
      // address, which holds it, is told.
      this.session = race.session;
      setTriggerValue("address", linkOf(this).slice(1));
      return;
    }
    this.session = race.session;
    this.race = race;
    this.bytes = bytes;
    this.theme = theme;
    const landscape = !sameLandscape(before, race);
    const renewed = before?.signature !== race.signature;
    const spoken = speak(race.language);
    if (spoken || !before) relabel(this.root);
    if (themed) this.setTheme();
    if (!before) lookAs(this, lastViews.get(race.landscape) ?? race.view);
    if (landscape) {
      this.setLandscape(before ?? race);
      this.setTint(this.tintShown);
    }
    if (changed) {
      this.clock.frames = race.frames;
      this.controls.setRace(race);
    }
    if (this.fit.offer(race) || !this.width || before?.height !== race.height) layOut(this);
    this.refresh();
    if (spoken) this.stage3d.relabel();
    if (landscape || themed || spoken) this.paintSurfaceSoon();
    // Paths that were traced here already go on being shown as they are.
    const known = changed && this.drag.setRace(race);
    if (known) this.announced = false;
    else if (renewed) this.begin(before ? null : openedFrame(race));
    else if (this.clock.time > this.clock.last) this.clock.seek(this.clock.last);
    if (spoken && before) this.sayAnew();
    this.noteAddress();
  }

  // The address has the language at once: the page may run again before a pause. An open card
  // has the link of the language before.
  sayAnew() {
    writeAddress(this);
    if (this.announced) this.announce();
    if (this.share.open) this.share.show(false);
  }

  // A little later, for a drag or a turn changes it many times a second.
  noteAddress() {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => writeAddress(this), 250);
  }

  // What happened on the way; of other paths it is kept for their turn.
  setEvents(events) {
    this.curves.tell(events);
    this.clock.wake();
  }

  // Marks and basins, once they are known; of another landscape they are kept for their turn.
  setSurvey(survey) {
    lastSurvey = this.survey = survey;
    if (!this.race || survey.landscape !== this.race.landscape) return;
    surveyed(this.race, survey);
    this.controls.setRace(this.race);
    this.setTint(this.tintShown);
    this.setMarks(this.marksShown);
  }

  setTint(shown) {
    this.tintShown = shown;
    const picture = basinPicture(this.race, this.survey);
    this.controls.offerTint(picture !== null);
    this.stage2d.setTint(shown ? picture : null);
    if (this.width) this.stage2d.paint(this.marksShown);
  }

  // Plays from the start, or stands at `frame` where a link says so.
  begin(frame) {
    this.announced = false;
    if (frame !== null) return this.seek(frame);
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.clock.pause();
      this.clock.seek(this.race.frames - 1);
      return;
    }
    this.clock.seek(0);
    this.clock.play();
  }

  setTheme() {
    this.stage2d.setTheme(this.theme);
    this.stage3d.setTheme(this.theme);
    applyTheme(this.root, this.theme);
  }

  setLandscape(before) {
    const race = this.race;
    this.scale = lossScale(race.values, this.spacing);
    this.stage2d.setLandscape(race, this.scale, before && sameView(before, race));
    this.stage3d.setLandscape(race, this.scale);
  }

  // Everything that follows from race, theme, sizes and who is shown; cheap enough to do whole.
  refresh() {
    const { race, theme } = this;
    if (!race || !this.width) return;
    this.styles = race.racers.map((racer) => racerStyle(racer, theme));
    this.shown = race.racers.map((racer) => !this.hiddenKeys.has(racer.key));
    this.stage2d.race = race;
    this.stage3d.race = race;
    this.ghost.setRace(race);
    this.controls.offerGhosts(Ghost.of(race), this.ghost.kind);
    this.stage2d.paint(this.marksShown);
    this.stage2d.setPaths(race.racers, this.styles, this.shown);
    this.stage3d.setPaths(race.racers, this.styles, this.shown);
    this.stage3d.paintMarks(this.marksShown);
    this.curves.setRace(race, this.styles, this.shown, theme);
    this.fit.setRace(race, this.styles, this.shown, theme);
    this.controls.showLegend(this.styles, this.shown, theme);
    this.controls.showScale(this.scale, theme);
    this.controls.showCurve(this.curves.quantity, this.curves.label);
    this.clock.wake();
  }

  // The same experiment from another start, traced here; `dragged` while it goes on changing.
  showPaths(race, dragged) {
    this.race = race;
    this.stage2d.race = race;
    this.stage3d.race = race;
    this.stage2d.placeStart(race.start);
    this.stage2d.setPaths(race.racers, this.styles, this.shown, dragged);
    this.stage3d.setPaths(race.racers, this.styles, this.shown, dragged);
    this.stage3d.paintMarks(this.marksShown);
    // Of a whole race the faint curves lie under the strong ones.
    this.curves.setRace(race, this.styles, this.shown, this.theme, dragged && this.clock.time >= this.clock.last);
    this.fit.setPaths(race);
    this.clock.wake();
  }

  paintSurfaceSoon() {
    // Two frames later: contour and paths are on screen by then.
    cancelAnimationFrame(this.surfaceRequest);
    this.surfaceRequest = requestAnimationFrame(() => {
      this.surfaceRequest = requestAnimationFrame(() => this.stage3d.paint());
    });
  }

  resized() {
    if (!this.race || !this.stages.clientWidth) return;
    if (outerSize(this) === this.size) return;
    clearTimeout(this.resizing);
    this.resizing = setTimeout(() => this.relayout(), this.width ? 80 : 0);
  }

  relayout() {
    layOut(this);
    this.refresh();
    this.paintSurfaceSoon();
  }

  draw(time) {
    if (!this.race || !this.width) return;
    this.drag.follow();
    const shown = Math.min(time, this.clock.last);
    this.ghost.draw(this.stage2d, this.scale, Math.floor(shown));
    this.stage2d.trails.draw(shown, this.tail);
    if (this.stage3d.ready) this.stage3d.trails.draw(shown, this.tail);
    this.curves.draw(shown);
    this.fit.draw(shown, !this.clock.playing);
    this.controls.showTime(Math.floor(shown), this.clock.playing);
    if (shown < this.clock.last) this.announced = false;
    else if (!this.clock.playing && !this.announced) this.announce();
  }

  announce() {
    this.announced = true;
    this.root.querySelector(".sb-words").textContent = summary(this.race, this.shown);
  }

  viewChanged() {
    this.noteAddress();
    this.stage2d.paint(this.marksShown);
    this.stage2d.setPaths(this.race.racers, this.styles, this.shown);
    this.clock.wake();
  }

  cameraChanged(placed = false) {
    this.noteAddress();
    if (!this.styles || !this.stage3d.ready) return;
    if (!placed) this.stage3d.project();
    this.stage3d.paintMarks(this.marksShown);
    // At once, within Plotly's own frame: trails must not lag behind the surface.
    this.stage3d.trails.draw(Math.min(this.clock.time, this.clock.last), this.tail);
  }

  seek(frame) {
    this.clock.pause();
    this.clock.seek(frame);
  }

  act(name) {
    const { clock } = this;
    const verbs = {
      toggle: () => (clock.playing ? clock.pause() : clock.play()),
      restart: () => clock.seek(0),
      end: () => this.seek(clock.last),
      back: () => this.seek(clock.frame - 1),
      forward: () => this.seek(clock.frame + 1),
      loop: () => this.controls.press("loop", (clock.loop = !clock.loop)),
      help: () => this.showHelp(this.controls.help.hidden),
      log: () => this.setCurve(this.curves.quantity, !this.curves.log),
      classroom: () => toggleClassroom(this),
      share: () => this.share.show(!this.share.open),
      leave: () => this.leave(),
    };
    verbs[name]();
  }

  leave() {
    if (this.share.open) this.share.show(false);
    else if (this.classroom) toggleClassroom(this);
  }

  showHelp(shown) {
    this.controls.help.hidden = !shown;
    this.controls.press("help", shown);
    if (this.classroom) this.relayout();
  }

  setSpeed(speed) {
    this.clock.speed = speed;
  }

  setTail(tail) {
    this.noteAddress();
    this.tail = tail;
    this.clock.wake();
  }

  setLevels(spacing) {
    this.noteAddress();
    this.spacing = spacing;
    this.setLandscape(this.race);
    this.refresh();
    this.paintSurfaceSoon();
  }

  setMarks(shown) {
    this.noteAddress();
    this.marksShown = shown;
    this.stage2d.paintMarks(shown);
    this.stage3d.paintMarks(shown);
  }

  setGhost(chosen) {
    this.noteAddress();
    this.ghost.chosen = chosen;
    this.clock.wake();
  }

  setCurve(quantity, log = this.curves.log) {
    this.noteAddress();
    Object.assign(this.curves, { quantity, log });
    this.controls.press("log", log);
    this.refresh();
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

  key(event) {
    if (!this.race || !this.root.isConnected) return;
    const verb = verbOf(event, this.root);
    if (verb === null) return;
    event.preventDefault();
    if (typeof verb === "number") this.toggleRacer(verb - 1);
    else this.act(verb);
  }

  destroy() {
    if (this.race) lastViews.set(this.race.landscape, { ...viewOf(this), ghost: this.ghost.chosen });
    clearTimeout(this.noting);
    this.clock.stop();
    this.observer.disconnect();
    clearTimeout(this.resizing);
    cancelAnimationFrame(this.surfaceRequest);
    this.stopListening();
    this.stage2d.destroy();
    this.stage3d.destroy();
  }
}
