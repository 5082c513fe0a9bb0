// What the player looks like: two designs, light and dark, each with a projector version.
import { colorScale, css, legible, mix, parseColor, toOklab } from "./color.js";

// Low loss is deep, high loss is close to the page, so that saturated paths stand out on both.
const DESIGNS = {
  light: {
    scale: [[0.7, 0.052, 228], [0.962, 0.01, 205]],
    classroomScale: [[0.8, 0.045, 228], [0.995, 0.003, 200]],
    paths: [0.4, 0.68],
    casing: "rgba(255,255,255,0.92)",
    level: [44, 72, 88, 0.26],
    mark: "#22333d",
    ghost: "rgba(146,22,92,0.62)",
    markCasing: "rgba(255,255,255,0.9)",
  },
  dark: {
    scale: [[0.235, 0.035, 235], [0.53, 0.045, 205]],
    classroomScale: [[0.12, 0.02, 235], [0.4, 0.04, 205]],
    paths: [0.7, 0.9],
    casing: "rgba(6,12,17,0.85)",
    level: [190, 215, 222, 0.17],
    mark: "#f0f5f6",
    ghost: "rgba(255,196,140,0.62)",
    markCasing: "rgba(6,12,17,0.85)",
  },
};

// Reads Streamlit's variables at `root`. `size` is the factor for lines, marks and letters.
export function readTheme(root, classroom) {
  const style = getComputedStyle(root);
  const variable = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const page = parseColor(variable("background-color")) ?? [255, 255, 255];
  const dark = toOklab(page)[0] < 0.5;
  const design = dark ? DESIGNS.dark : DESIGNS.light;
  const background = classroom ? (dark ? [0, 0, 0] : [255, 255, 255]) : page;
  const text = classroom
    ? (dark ? [255, 255, 255] : [0, 0, 0])
    : parseColor(variable("text-color")) ?? (dark ? [250, 250, 250] : [38, 39, 48]);
  const scale = colorScale(...(classroom ? design.classroomScale : design.scale));
  return {
    dark,
    classroom,
    size: classroom ? 1.75 : 1,
    font: variable("font") || "sans-serif",
    background: css(background),
    text: css(text),
    faint: css(mix(text, background, classroom ? 0.25 : 0.42)),
    rule: css(mix(text, background, classroom ? 0.7 : 0.86)),
    scale,
    middle: scale[150],
    casing: design.casing,
    level: design.level,
    mark: design.mark,
    ghost: design.ghost,
    markCasing: design.markCasing,
    id: [dark, classroom, page, variable("text-color"), variable("font")].join(),
    path: (color) => legible(color, ...design.paths),
  };
}

// Gives the style sheet what it needs of a theme.
export function applyTheme(root, theme) {
  const names = { background: "background", text: "text", faint: "faint", rule: "rule", size: "size", mark: "mark", casing: "markCasing" };
  for (const [name, of] of Object.entries(names)) root.style.setProperty(`--sb-${name}`, theme[of]);
  root.classList.toggle("sb-dark", theme.dark);
}

const DASHES = {
  solid: [],
  dash: [7, 4],
  dot: [1.6, 3.4],
  dashdot: [8, 3.5, 1.6, 3.5],
  longdash: [13, 5],
  longdashdot: [13, 4, 1.6, 4],
};

const dashOf = (name, size = 1) => (DASHES[name] ?? []).map((length) => length * size);

// How one racer is drawn under a theme.
export function racerStyle(racer, theme) {
  const rgb = theme.path(racer.color);
  return {
    color: css(rgb),
    hidden: css(mix(rgb, theme.middle, 0.5)),
    dash: dashOf(racer.dash, theme.size),
    marker: racer.marker,
  };
}
