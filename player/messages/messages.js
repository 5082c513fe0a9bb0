// Hands a message to the players on the page, as the event `sb-<kind>` on their elements, as soon
// as there is one. While a page changes there may be two: one that goes and one that comes.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sb-messages");
  if (!root || !data) return undefined;
  const { kind, detail } = JSON.parse(data);
  cancelAnimationFrame(root.request);
  const hand = () => {
    const players = [...document.querySelectorAll(".sb-root")].filter((one) => one.switchback);
    for (const player of players) player.dispatchEvent(new CustomEvent(`sb-${kind}`, { detail }));
    if (!players.length) root.request = requestAnimationFrame(hand);
  };
  hand();
  return () => cancelAnimationFrame(root.request);
}
