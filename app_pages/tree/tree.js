// Shows the picture, and says which rule was clicked. Each node is a link of its own, so that the
// keyboard reaches it and a new tab can be opened on it.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tree");
  if (!root || !data) return;
  const held = parentElement.activeElement?.dataset?.rule;
  root.innerHTML = JSON.parse(data);
  if (held) {
    const again = [...root.querySelectorAll(`[data-rule="${held}"]`)];
    again.find((node) => node.checkVisibility())?.focus();
  }
  root.onclick = (event) => {
    const node = event.target.closest("a[data-rule]");
    if (!node || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("rule", node.dataset.rule);
  };
}
