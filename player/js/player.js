// The player: a race from the page, one clock, and what a visitor does with them.
import { toggleClassroom } from "./classroom.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { StartDrag } from "./drag.js";
import { verbOf } from "./keys.js";
import { relabel, speak } from "./language.js";
import { outerSize } from "./layout.js";
import { linkOf, openedFrame, writeAddress } from "./link.js";
import { listen } from "./listen.js";
import { decodeRace, sameBytes, samePaths, stepAt } from "./payload.js";
import { Picture } from "./picture.js";
import { Share } from "./share.js";
import { readTheme } from "./theme.js";
import { summary } from "./words.js";

// How a landscape was last looked at on this page: a player that comes later goes on so.
const lastLooks = new Map();

export class Player {
  constructor(root) {
    this.root = root;
    this.path = window.location.pathname;
    this.classroom = false;
    this.clock = new Clock((time) => this.draw(time));
    this.picture = new Picture(root, {
      onStart: (point) => this.drag.set(point),
      onStartDrag: (point) => this.drag.move(point),
      onSeek: (frame) => this.seek(frame),
      onLook: () => this.noteAddress(),
      onRefresh: () => this.controls.showPicture(this.picture),
      wake: () => this.clock.wake(),
      playing: () => this.clock.playing,
      time: () => Math.min(this.clock.time, this.clock.last),
    });
    this.drag = new StartDrag(this.clock, {
      show: (race, dragged) => this.picture.showPaths(race, dragged, this.clock.time >= this.clock.last),
      restore: (race) => {
        this.picture.race = race;
        this.picture.refresh();
      },
      mark: (point) => this.picture.markStart(point),
      view: () => this.picture.stage2d.view,
      onSet: (start, replayed) => {
        if (replayed) this.begin(null);
        this.send("start", { x: start[0], y: start[1] });
        this.noteAddress();
      },
    });
    this.controls = new Controls(root, {
      act: (name) => this.act(name),
      seek: (frame) => this.seek(frame),
      setSpeed: (speed) => { this.clock.speed = speed; },
      choose: (key, value) => {
        this.noteAddress();
        this.picture.choose(key, value);
      },
      toggleRacer: (k) => this.picture.toggleRacer(k),
      soloRacer: (k) => this.picture.soloRacer(k),
    });
    this.share = new Share(root, {
      onOpen: (open) => this.controls.press("share", open),
      ask: (link) => this.send("code", link),
      link: () => ({ link: this.link(this.step), step: this.step, linked: this.race.link !== null }),
    });
    this.stopListening = listen([
      [root, "sb-survey", (event) => this.picture.setSurvey(event.detail) && this.controls.showMarks(this.picture)],
      [root, "sb-events", (event) => this.picture.setEvents(event.detail)],
      [document, "keydown", (event) => this.key(event)],
      [document, "fullscreenchange", () => this.setClassroom(document.fullscreenElement === root)],
      // Back to an address that this page had before: the race that is shown stays.
      [window, "popstate", () => this.writeAddress()],
    ]);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(root);
    root.onpointerdown = (event) => {
      // Keys belong to the player once it was touched, but a control keeps its own focus.
      if (!event.target.closest("button, select, input")) root.focus({ preventScroll: true });
    };
  }

  get race() {
    return this.picture.race;
  }

  get step() {
    return stepAt(this.race, Math.floor(Math.min(this.clock.time, this.clock.last)));
  }

  // A new message from the page, or a changed theme.
  update(bytes, { setTriggerValue, setStateValue }) {
    this.send = setTriggerValue;
    const theme = readTheme(this.root, this.classroom);
    const themed = theme.id !== this.picture.theme?.id;
    const changed = !this.bytes || !sameBytes(bytes, this.bytes);
    if (!changed && !themed) return;
    const before = this.race;
    let race = before;
    try {
      if (changed) race = decodeRace(bytes);
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
      setTriggerValue("address", this.link().slice(1));
      return;
    }
    this.session = race.session;
    this.bytes = bytes;
    this.take(race, themed && theme, changed);
  }

  // Shows a race in place of the one before; `theme` is a new one or false.
  take(race, theme, changed) {
    const { picture, clock } = this;
    const before = this.race;
    const renewed = !samePaths(before, race);
    const spoken = speak(race.language);
    if (spoken || !before) relabel(this.root);
    if (theme) picture.setTheme(theme);
    const landscape = picture.setRace(race, lastLooks.get(race.landscape) ?? race.view);
    if (changed) {
      clock.frames = race.frames;
      this.controls.setRace(race);
    }
    if (landscape || changed) this.controls.showMarks(picture);
    if (picture.fit.offer(race) || !picture.size) picture.layOut();
    picture.refresh();
    if (spoken) picture.stage3d.relabel();
    if (landscape || theme || spoken) picture.paintSurfaceSoon();
    // Paths that were traced here already go on being shown as they are.
    const known = changed && this.drag.setRace(race);
    if (known) this.announced = false;
    else if (renewed) this.begin(before ? null : openedFrame(race));
    else if (clock.time > clock.last) clock.seek(clock.last);
    if (spoken && before) this.sayAnew();
    this.noteAddress();
  }

  // The address has the language at once: the page may run again before a pause. An open card
  // has the link of the language before.
  sayAnew() {
    this.writeAddress();
    if (this.announced) this.announce();
    if (this.share.open) this.share.show(false);
  }

  link(step = null) {
    const { race, picture } = this;
    return linkOf(race, { ...picture.look, ghost: picture.ghostKind }, step);
  }

  // Only of the player's own page: after Back the address is another page's while this one still
  // stands, and some pages keep their own.
  writeAddress() {
    if (!this.race || this.race.link === null) return;
    if (window.location.pathname === this.path) writeAddress(this.link());
  }

  // A little later, for a drag or a turn changes it many times a second.
  noteAddress() {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.writeAddress(), 250);
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

  resized() {
    const { picture } = this;
    if (!this.race || !picture.stages.clientWidth) return;
    if (outerSize(this.root, picture.stages, this.classroom) === picture.size) return;
    clearTimeout(this.resizing);
    this.resizing = setTimeout(() => this.relayout(), picture.size ? 80 : 0);
  }

  relayout() {
    this.picture.layOut();
    this.picture.refresh();
    this.picture.paintSurfaceSoon();
  }

  draw(time) {
    const { clock, picture } = this;
    if (!this.race || !picture.size) return;
    this.drag.follow();
    const shown = Math.min(time, clock.last);
    picture.draw(shown, clock.playing);
    this.controls.showTime(Math.floor(shown), clock.playing);
    if (shown < clock.last) this.announced = false;
    else if (!clock.playing && !this.announced) this.announce();
  }

  announce() {
    this.announced = true;
    this.root.querySelector(".sb-words").textContent = summary(this.race, this.picture.shown);
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
      help: () => this.toggleHelp(),
      classroom: () => this.toggleClassroom(),
      share: () => this.share.show(!this.share.open),
      leave: () => {
        if (this.share.open) this.share.show(false);
        else if (this.classroom) this.toggleClassroom();
      },
    };
    verbs[name]();
  }

  toggleHelp() {
    this.controls.toggleHelp();
    if (this.classroom) this.relayout();
  }

  toggleClassroom() {
    toggleClassroom(this.root, this.classroom, (on) => this.setClassroom(on));
  }

  setClassroom(on) {
    if (on === this.classroom) return;
    this.classroom = on;
    this.controls.press("classroom", on);
    this.picture.setClassroom(on);
    this.picture.setTheme(readTheme(this.root, on));
    this.controls.showLegend(this.picture);
    requestAnimationFrame(() => this.relayout());
  }

  key(event) {
    if (!this.race || !this.root.isConnected) return;
    const verb = verbOf(event, this.root);
    if (verb === null) return;
    event.preventDefault();
    if (typeof verb === "number") this.picture.toggleRacer(verb - 1);
    else this.act(verb);
  }

  destroy() {
    if (this.race) lastLooks.set(this.race.landscape, this.picture.look);
    clearTimeout(this.noting);
    this.clock.stop();
    this.observer.disconnect();
    clearTimeout(this.resizing);
    this.stopListening();
    this.picture.destroy();
  }
}
