// The address of what is shown. The experiment's part comes from the page (experiments/links), the
// view's is added here, in the words of experiments/links/view.py.
import { frameAt } from "./payload.js";

// How the player looks at its race, as the `view` of a message says it too.
export function viewOf({ stage2d, stage3d, curves, ghost, spacing, tail, marksShown, tintShown }) {
  const zoomed = stage2d.view.join() !== stage2d.whole.join();
  return {
    zoom: zoomed ? stage2d.view : null,
    camera: stage3d.chosenCamera,
    curve: curves.quantity,
    log: curves.log,
    levels: spacing,
    trails: Number.isFinite(tail) ? String(tail) : "all",
    marks: marksShown,
    basins: tintShown,
    ghost: ghost.kind,
  };
}

// Makes a player that has not drawn yet look like that.
export function lookAs(player, { zoom, camera, curve, log, levels, trails, marks, basins, ghost = "none" }) {
  const { stage2d, stage3d, curves, controls } = player;
  if (zoom && isWithin(zoom, player.race)) stage2d.view = zoom;
  stage3d.chosenCamera = camera;
  Object.assign(curves, { quantity: curve, log });
  player.tail = trails === "all" ? Infinity : Number(trails);
  Object.assign(player, { spacing: levels, marksShown: marks, tintShown: basins });
  player.ghost.chosen = ghost;
  controls.showChoices({ levels, trails, marks, basins, ghost });
  controls.press("log", log);
}

const isWithin = ([x0, x1, y0, y1], { x_range, y_range }) =>
  x0 >= x_range[0] && x1 <= x_range[1] && y0 >= y_range[0] && y1 <= y_range[1];

// What follows the address of the page: "" for the opening experiment as it first appears.
// Of a page that keeps its own address, that one.
export function linkOf(player, step = null) {
  if (player.race.link === null) return window.location.search;
  const link = startedAt(player.race);
  const own = viewParameters({ ...viewOf(player), lang: player.race.view.lang }, player.race);
  if (step !== null) own.push(`step=${step}`);
  // The version stands last: from that a link that was cut off is known.
  const [experiment, version] = link.split(/&(?=v=)/);
  const parts = [experiment.slice(1), ...own, ...kept(), version];
  const text = parts.filter(Boolean).join("&");
  return text ? `?${text}` : "";
}

// The page's link says where the page last had the start; a visitor may have moved it since, and
// if the connection is lost before the page answers, the address still has it.
function startedAt({ link, start, linkedStart }) {
  if (!linkedStart || String(start) === String(linkedStart)) return link;
  const others = link.slice(1).split("&").filter((part) => part && !part.startsWith("start="));
  return `?${[`start=${start.join("_")}`, ...others].join("&")}`;
}

// Only of the player's own page: after Back the address is another page's while this one still stands.
export function writeAddress(player) {
  if (!player.race || player.race.link === null) return;
  const { pathname, search, hash } = window.location;
  if (pathname !== player.path) return;
  const link = linkOf(player);
  if (link !== search) window.history.replaceState(window.history.state, "", pathname + link + hash);
}

// Where a player that opens with a link stands.
export const openedFrame = (race) => (race.step === null ? null : frameAt(race, race.step));

function viewParameters({ lang, zoom, camera, curve, log, levels, trails, marks, basins, ghost }, { x_range, y_range }) {
  const parameters = [];
  const put = (key, text, usual) => text !== usual && parameters.push(`${key}=${text}`);
  put("lang", lang, "");
  put("curve", curve, "loss");
  put("log", log ? "on" : "off", "on");
  put("levels", levels, "auto");
  put("trails", trails, "all");
  put("marks", marks ? "on" : "off", "on");
  put("basins", basins ? "on" : "off", "off");
  put("ghost", ghost, "none");
  if (zoom) {
    const [width, height] = [x_range[1] - x_range[0], y_range[1] - y_range[0]];
    put("zoom", zoom.map((value, k) => rounded(value, k < 2 ? width : height)).join("_"));
  }
  if (camera) put("camera", camera.map((value) => rounded(value, 1)).join("_"));
  return parameters;
}

// To a millionth of what is seen whole.
function rounded(value, whole) {
  const digits = Math.min(20, Math.max(0, 6 - Math.ceil(Math.log10(whole))));
  return String(Number(value.toFixed(digits))).replace("e+", "e");
}

// Parameters of Streamlit's own, by which a page is embedded in another.
function kept() {
  const own = new URLSearchParams(window.location.search);
  return ["embed", "embed_options"].flatMap((key) => own.getAll(key).map((value) => `${key}=${encodeURIComponent(value)}`));
}
