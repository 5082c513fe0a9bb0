// Hands the survey of a landscape to the player on the page, as soon as there is one.

export default function ({ data: message, parentElement }) {
  const root = parentElement.querySelector(".sb-survey");
  if (!root || !message) return undefined;
  const survey = JSON.parse(message);
  cancelAnimationFrame(root.request);
  const hand = () => {
    const player = document.querySelector(".sb-root");
    if (player?.switchback) player.dispatchEvent(new CustomEvent("sb-survey", { detail: survey }));
    else root.request = requestAnimationFrame(hand);
  };
  hand();
  return () => cancelAnimationFrame(root.request);
}
