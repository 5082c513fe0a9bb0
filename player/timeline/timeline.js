// Bars of basins under the player. It reads the player's step on every frame while the step
// changes, and moves the player by moving its scrubber, as a visitor would.

const SVG = "http://www.w3.org/2000/svg";
const NO_BASIN = "color-mix(in srgb, var(--st-text-color) 12%, transparent)";

function make(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

function titled(element, text) {
  make("title", {}, element).textContent = text;
}

const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

// One bar: x runs over the steps, y from 0 to 10.
function bar(row, { steps, words }, basinOf) {
  const { name } = row;
  const svg = make("svg", { class: "sb-timeline-bar", viewBox: `0 0 ${steps + 1} 10`, preserveAspectRatio: "none" });
  const hatch = make("pattern", { id: `sb-hatch-${Math.random().toString(36).slice(2)}`, width: 1, height: 10, patternUnits: "userSpaceOnUse" }, svg);
  const pitch = (steps + 1) / 130;
  hatch.setAttribute("width", pitch);
  make("rect", { width: pitch / 2, height: 10, fill: "var(--st-text-color)", opacity: 0.45 }, hatch);
  for (const [number, first, last] of row.basins) {
    const basin = basinOf.get(number);
    const piece = make("rect", { x: first, width: last - first + 1, height: 10, fill: basin?.color ?? NO_BASIN }, svg);
    titled(piece, filled(words.basin, { name, first, last, basin: basin?.text ?? words.outside }));
  }
  for (const [, first, last] of row.saddles) {
    const piece = make("rect", { x: first, width: last - first + 1, height: 10, fill: `url(#${hatch.id})` }, svg);
    titled(piece, filled(words.saddle, { name, first, last }));
  }
  const wide = (steps + 1) / 160;
  for (const { step, text } of row.ticks) {
    const tick = make("path", { class: "sb-timeline-tick", d: `M${step + 0.5} 6 l${wide} 4 h${-2 * wide} z` }, svg);
    titled(tick, filled(words.event, { step, event: text }));
  }
  make("line", { class: "sb-timeline-now", y1: -2, y2: 12 }, svg);
  return svg;
}

function rowOf(data, row, basinOf) {
  const line = document.createElement("div");
  line.className = "sb-timeline-row";
  const name = document.createElement("div");
  name.className = "sb-timeline-name";
  const dot = document.createElement("i");
  dot.style.background = row.color;
  name.append(dot, row.name);
  name.title = row.name;
  const svg = bar(row, data, basinOf);
  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    seek(Math.floor(((event.clientX - box.left) / box.width) * (data.steps + 1)));
  });
  line.append(name, svg);
  return line;
}

function seek(step) {
  const scrub = document.querySelector(".sb-root .sb-scrub");
  if (!scrub) return;
  scrub.value = step;
  scrub.dispatchEvent(new Event("input", { bubbles: true }));
}

function shows(player, { paths, start }) {
  const [x, y] = player.start;
  return player.paths === paths && x === start[0] && y === start[1];
}

function keyOf({ basins, bars, words }) {
  const items = basins.map(({ color, text }) => ["", color, text]);
  const some = (has) => bars.some(has);
  if (some((row) => row.basins.some(([number]) => number < 0))) items.push(["", NO_BASIN, words.key_outside]);
  if (some((row) => row.saddles.length)) items.push(["sb-timeline-hatch", "", words.key_saddle]);
  if (some((row) => row.ticks.length)) items.push(["sb-timeline-event", "", words.key_event]);
  return items.map(([name, color, text]) => {
    const item = document.createElement("span");
    const chip = document.createElement("b");
    chip.className = name;
    if (color) chip.style.background = color;
    item.append(chip, text);
    return item;
  });
}

export default function ({ data: message, parentElement }) {
  const root = parentElement.querySelector(".sb-timeline");
  if (!root || !message) return undefined;
  const data = JSON.parse(message);
  root.setAttribute("aria-label", data.words.label);
  const basinOf = new Map(data.basins.map((basin) => [basin.number, basin]));
  const rows = data.bars.map((row) => rowOf(data, row, basinOf));
  root.querySelector(".sb-timeline-bars").replaceChildren(...rows);
  root.querySelector(".sb-timeline-key").replaceChildren(...keyOf(data));
  const lines = [...root.querySelectorAll(".sb-timeline-now")];
  cancelAnimationFrame(root.request);
  let shown = -1;
  const follow = () => {
    const player = document.querySelector(".sb-root")?.switchback;
    const step = player?.step ?? 0;
    // Not of this race: its start is being dragged, or its own verdicts are still to come.
    root.classList.toggle("sb-timeline-past", Boolean(player) && !shows(player, data));
    if (step !== shown) {
      shown = step;
      for (const line of lines) {
        line.setAttribute("x1", step + 0.5);
        line.setAttribute("x2", step + 0.5);
      }
    }
    root.request = requestAnimationFrame(follow);
  };
  follow();
  return () => cancelAnimationFrame(root.request);
}
