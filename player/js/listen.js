// Begins to listen to [target, name, react] each; returns what ends it.
export function listen(listeners) {
  for (const [target, name, react] of listeners) target.addEventListener(name, react);
  return () => listeners.forEach(([target, name, react]) => target.removeEventListener(name, react));
}
