// Buttons, scrubber, selects and legend: they show the player's state and call its verbs.
import { SPEEDS } from "./clock.js";
import { css } from "./color.js";
import { word, write } from "./language.js";
import { lossTicks } from "./levels.js";
import { drawMarker } from "./marks.js";
import { stepAt } from "./payload.js";
import { fullName } from "./words.js";

export class Controls {
  // `player` has the verbs: act(name), seek(frame), setSpeed, setTail, setLevels, setMarks, setGhost,
  // setCurve, toggleRacer(k), soloRacer(k).
  constructor(root, player) {
    this.root = root;
    this.player = player;
    const find = (selector) => root.querySelector(selector);
    this.scrub = find(".sb-scrub");
    this.count = find(".sb-count");
    this.playButton = find(".sb-play");
    this.legend = find(".sb-legend");
    this.help = find(".sb-help");
    this.tip = find(".sb-tip");
    const speed = find(".sb-speed");
    speed.replaceChildren(...SPEEDS.map((value) => new Option(`${value}×`, value, value === 1, value === 1)));
    speed.onchange = () => player.setSpeed(Number(speed.value));
    const tail = find(".sb-tail");
    tail.onchange = () => player.setTail(tail.value === "all" ? Infinity : Number(tail.value));
    const levels = find(".sb-levels");
    levels.onchange = () => player.setLevels(levels.value);
    const marks = find(".sb-marks");
    marks.onchange = () => player.setMarks(marks.checked);
    const tint = find(".sb-tint");
    tint.onchange = () => player.setTint(tint.checked);
    this.ghost = find(".sb-ghost");
    this.ghost.onchange = () => player.setGhost(this.ghost.value);
    this.scrub.oninput = () => player.seek(Number(this.scrub.value));
    for (const button of root.querySelectorAll("[data-do]")) button.onclick = () => player.act(button.dataset.do);
    this.tabs = [...root.querySelectorAll("[data-curve]")];
    for (const tab of this.tabs) tab.onclick = () => player.setCurve(tab.dataset.curve);
  }

  setRace(race) {
    this.race = race;
    this.scrub.max = race.frames - 1;
    const has = race.minima.length + race.maxima.length + race.saddles.length + (race.flats?.length ?? 0) > 0;
    this.root.querySelector(".sb-marks-choice").hidden = !has;
    this.root.querySelector(".sb-marked").textContent = race.marked ? word("marks.some", race.marked) : "";
    this.root.querySelector(".sb-left-out").textContent = race.leftOut ?? "";
    this.digits = String(race.steps).length;
    this.count.style.minWidth = `${2 * this.digits + 3}ch`;
  }

  // `offered` are the second landscapes that the race has, `shown` is one of them.
  offerGhosts(offered, shown) {
    this.root.querySelector(".sb-ghost-choice").hidden = offered.length < 2;
    for (const option of this.ghost.options) option.hidden = option.disabled = !offered.includes(option.value);
    this.ghost.value = shown;
  }

  showChoices({ levels, trails, marks, basins, ghost }) {
    const find = (selector) => this.root.querySelector(selector);
    find(".sb-levels").value = levels;
    find(".sb-tail").value = trails;
    find(".sb-marks").checked = marks;
    find(".sb-tint").checked = basins;
    this.ghost.value = ghost;
  }

  offerTint(has) {
    this.root.querySelector(".sb-tint-choice").hidden = !has;
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

  showCurve(name, label) {
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", tab.dataset.curve === name);
    this.tabs.find((tab) => tab.dataset.curve === "held").hidden = !this.race.held_out;
    this.root.querySelector(".sb-chart-label").textContent = label;
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

  showLegend(styles, shown, theme) {
    const chips = this.race.racers.map((racer, k) => this.chip(racer, k, styles[k], shown[k], theme));
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
      if (double) this.player.toggleRacer(k);
      if (double || event.shiftKey) this.player.soloRacer(k);
      else this.player.toggleRacer(k);
    };
    return chip;
  }

  // A piece of the racer's line with its marker.
  sample(style, theme) {
    const [width, height] = [30 * theme.size, 14 * theme.size];
    const ratio = Math.min(2, window.devicePixelRatio || 1);
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

  showTip(lines, color, event) {
    const { tip } = this;
    tip.hidden = !lines;
    if (!lines) return;
    tip.replaceChildren(...lines.map((text, k) => Object.assign(document.createElement(k ? "div" : "b"), { textContent: text })));
    tip.style.borderLeftColor = color;
    const box = this.root.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const flip = x > box.width - tip.offsetWidth - 24;
    tip.style.transform = `translate(${flip ? x - tip.offsetWidth - 14 : x + 14}px, ${Math.max(4, y - tip.offsetHeight - 10)}px)`;
  }
}
