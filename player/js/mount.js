// Streamlit calls the default export on every run of the page; the player of an element lives
// until it is unmounted. PAGE and STYLE stand at the top of the module.
import { handleOf } from "./handle.js";
import { Player } from "./player.js";

const players = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".sb-root");
  if (!root || !data) return undefined;
  if (!players.has(root)) {
    root.innerHTML = `<style>${STYLE}</style>${PAGE}`;
    players.set(root, new Player(root));
  }
  const player = players.get(root);
  player.update(data, component);
  if (player.race && !root.switchback) {
    Object.defineProperty(root, "switchback", { value: handleOf(player), configurable: true });
  }
  return () => {
    player.destroy();
    players.delete(root);
    delete root.switchback;
  };
}
