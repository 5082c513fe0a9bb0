// Buttons, scrubber, selects and legend: they show the player's state and call its verbs.
import { devicePixels } from "./canvas.js";
import { Choices } from "./choices.js";
import { SPEEDS } from "./clock.js";
import { css } from "./color.js";
import { curvesOf } from "./curves.js";
import { ghostsOf } from "./ghost.js";
import { word, write } from "./language.js";
import { lossTicks } from "./levels.js";
import { drawMarker } from "./marks.js";
import { stepAt } from "./payload.js";
import { fullName } from "./words.js";

export class Controls {
  // verbs: act(name), seek(frame), setSpeed(speed), choose(key, value) of the view's settings,
  // toggleRacer(k), soloRacer(k)
  constructor(root, verbs) {
    Object.assign(this, { root, verbs });
    const find = (selector) => root.querySelector(selector);
    this.scrub = find(".sb-scrub");
    this.count = find(".sb-count");
    this.playButton = find(".sb-play");
    this.legend = find(".sb-legend");
    this.choices = new Choices(root, verbs.choose);
    const speed = find(".sb-speed");
    speed.replaceChildren(...SPEEDS.map((value) => new Option(`${value}×`, value, value === 1, value === 1)));
    speed.onchange = () => verbs.setSpeed(Number(speed.value));
    this.scrub.oninput = () => verbs.seek(Number(this.scrub.value));
    for (const button of root.querySelectorAll("[data-do]")) button.onclick = () => verbs.act(button.dataset.do);
  }

  setRace(race) {
    this.race = race;
    this.scrub.max = race.frames - 1;
    this.digits = String(race.steps).length;
    this.count.style.minWidth = `${2 * this.digits + 3}ch`;
  }

  // What is known of the landscape: its marks, and whether it has basins.
  showMarks({ race, basins }) {
    const find = (selector) => this.root.querySelector(selector);
    find(".sb-marks-choice").hidden = !race.marks.length;
    find(".sb-marked").textContent = race.marked ? word("marks.some", race.marked) : "";
    find(".sb-left-out").textContent = race.leftOut ?? "";
    find(".sb-tint-choice").hidden = !basins;
  }

  // All that follows from how the picture looks.
  showPicture(picture) {
    const { race, view, ghostKind, curves, scale, theme } = picture;
    const ghosts = ghostsOf(race);
    this.root.querySelector(".sb-ghost-choice").hidden = ghosts.length < 2;
    this.choices.offer("ghost", ghosts);
    this.choices.offer("curve", curvesOf(race));
    this.choices.show({ ...view, ghost: ghostKind });
    this.root.querySelector(".sb-chart-label").textContent = curves.label;
    this.showLegend(picture);
    this.showScale(scale, theme);
  }

  showTime(frame, playing) {
    if (this.shownFrame !== frame || this.shownRace !== this.race) {
      this.shownFrame = frame;
      this.shownRace = this.race;
      const step = stepAt(this.race, frame);
      this.scrub.value = frame;
      this.scrub.style.setProperty("--sb-done", `${(100 * frame) / Math.max(1, this.race.frames - 1)}%`);
      this.scrub.setAttribute("aria-valuetext", word("buttons.step_now", { step, steps: this.race.steps }));
      this.count.textContent = `${step} / ${this.race.steps}`;
    }
    if (this.shownPlaying !== playing) {
      this.shownPlaying = playing;
      this.playButton.classList.toggle("sb-playing", playing);
      write(this.playButton, playing ? "buttons.pause" : "buttons.play", "wordLabel");
    }
  }

  press(name, on) {
    const button = this.root.querySelector(`[data-do="${name}"]`);
    button.setAttribute(button.hasAttribute("aria-expanded") ? "aria-expanded" : "aria-pressed", on);
  }

  toggleHelp() {
    const help = this.root.querySelector(".sb-help");
    help.hidden = !help.hidden;
    this.press("help", !help.hidden);
  }

  showScale(scale, theme) {
    const stops = Array.from({ length: 9 }, (_, k) => css(theme.scale[Math.round((255 * k) / 8)]));
    this.root.querySelector(".sb-scale-bar").style.background = `linear-gradient(to right, ${stops.join(",")})`;
    const width = this.root.querySelector(".sb-scale").clientWidth || 300;
    this.root.querySelector(".sb-scale-ticks").replaceChildren(
      ...lossTicks(scale, Math.max(2, Math.floor(width / (64 * theme.size)))).map((tick) => {
        const label = document.createElement("span");
        label.textContent = tick.text;
        label.style.left = `${100 * tick.height}%`;
        return label;
      }),
    );
    const auto = this.root.querySelector('.sb-levels option[value="auto"]');
    write(auto, scale.spacing !== "auto" ? "levels.auto" : scale.log ? "levels.auto_log" : "levels.auto_even");
  }

  showLegend({ race, styles, shown, theme }) {
    const chips = race.racers.map((racer, k) => this.chip(racer, k, styles[k], shown[k], theme));
    const focused = [...this.legend.children].indexOf(document.activeElement);
    this.legend.replaceChildren(...chips);
    if (focused >= 0) chips[focused]?.focus();
  }

  chip(racer, k, style, shown, theme) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "sb-chip";
    chip.setAttribute("aria-pressed", shown);
    chip.title = word(k < 9 ? "legend.chip_with_key" : "legend.chip", { racer: fullName(racer), digit: k + 1 });
    chip.append(this.sample(style, theme), Object.assign(document.createElement("span"), { textContent: racer.name }));
    if (racer.detail) {
      chip.append(Object.assign(document.createElement("span"), { className: "sb-detail", textContent: racer.detail }));
    }
    chip.onclick = (event) => {
      const double = performance.now() - (this.chipAt?.[k] ?? -Infinity) < 350;
      this.chipAt = { [k]: double ? -Infinity : performance.now() };
      // The first click of a double click has toggled it: take that back.
      if (double) this.verbs.toggleRacer(k);
      if (double || event.shiftKey) this.verbs.soloRacer(k);
      else this.verbs.toggleRacer(k);
    };
    return chip;
  }

  // A piece of the racer's line with its marker.
  sample(style, theme) {
    const [width, height] = [30 * theme.size, 14 * theme.size];
    const ratio = devicePixels();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: width * ratio, height: height * ratio });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.strokeStyle = style.color;
    context.lineWidth = 2.4 * theme.size;
    context.setLineDash(style.dash);
    context.beginPath();
    context.moveTo(1, height / 2);
    context.lineTo(width - 1, height / 2);
    context.stroke();
    context.setLineDash([]);
    drawMarker(context, style.marker, width / 2, height / 2, 4.6 * theme.size, style.color, theme.background, 1.4 * theme.size);
    return canvas;
  }
}
