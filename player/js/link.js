// The address of what is shown. The experiment's part comes from the page (experiments/links), the
// look's is added here.
import { parametersOf } from "./look.js";
import { frameAt } from "./payload.js";

// What follows the address of the page: "" for the opening experiment as it first appears.
// Of a page that keeps its own address, that one.
export function linkOf(race, look, step = null) {
  if (race.link === null) return window.location.search;
  const own = parametersOf(look, race);
  if (step !== null) own.push(`step=${step}`);
  // The version stands last: from that a link that was cut off is known.
  const [experiment, version] = startedAt(race).split(/&(?=v=)/);
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

export function writeAddress(link) {
  const { pathname, search, hash } = window.location;
  if (link !== search) window.history.replaceState(window.history.state, "", pathname + link + hash);
}

// Where a player that opens with a link stands.
export const openedFrame = (race) => (race.step === null ? null : frameAt(race, race.step));

// Parameters of Streamlit's own, by which a page is embedded in another.
function kept() {
  const own = new URLSearchParams(window.location.search);
  return ["embed", "embed_options"].flatMap((key) => own.getAll(key).map((value) => `${key}=${encodeURIComponent(value)}`));
}
