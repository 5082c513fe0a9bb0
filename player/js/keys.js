// Keys work while the focus is in the player or nowhere in particular.

const VERBS = { " ": "toggle", ArrowLeft: "back", ArrowRight: "forward", Home: "restart", End: "end", "?": "help", f: "classroom", F: "classroom", s: "share", S: "share", Escape: "leave" };
const TYPING = "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable=true], [role=textbox], [role=combobox], [role=slider]";

// Returns the verb for a key event, a racer's number for a digit, or null where it is not ours.
export function verbOf(event, root) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const target = event.target;
  const inside = root.contains(target);
  if (!inside && target !== document.body && target !== document.documentElement) return null;
  if (inside && target.closest(TYPING)) return null;
  // A focused button keeps Space for itself.
  if (event.key === " " && inside && target.closest("button, input[type=checkbox]")) return null;
  if (/^[1-9]$/.test(event.key)) return Number(event.key);
  return VERBS[event.key] ?? null;
}
