// Hands a message to the player on the page, as the event `sb-<kind>` on its element, as soon
// as there is a player.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sb-telling");
  if (!root || !data) return undefined;
  const { kind, detail } = JSON.parse(data);
  cancelAnimationFrame(root.request);
  const hand = () => {
    const player = document.querySelector(".sb-root");
    if (player?.switchback) player.dispatchEvent(new CustomEvent(`sb-${kind}`, { detail }));
    else root.request = requestAnimationFrame(hand);
  };
  hand();
  return () => cancelAnimationFrame(root.request);
}
