// What happens on the page around the player.
import { setClassroom } from "./classroom.js";
import { writeAddress } from "./link.js";

// Begins to listen; returns what ends it.
export function listen(player) {
  const listeners = [
    [document, "keydown", (event) => player.key(event)],
    [document, "fullscreenchange", () => setClassroom(player, document.fullscreenElement === player.root)],
    // Back to an address that this page had before: the race that is shown stays.
    [window, "popstate", () => writeAddress(player)],
  ];
  for (const [target, name, react] of listeners) target.addEventListener(name, react);
  return () => listeners.forEach(([target, name, react]) => target.removeEventListener(name, react));
}
