// The player for a hall fills the screen, with letters and lines for the last row. `set(on)` is
// called where the browser itself tells nothing.
export async function toggleClassroom(root, on, set) {
  if (document.fullscreenElement === root) return document.exitFullscreen();
  if (on) return set(false);
  try {
    await root.requestFullscreen();
  } catch {
    set(true); // Full screen is refused here: fill the window instead.
  }
  return undefined;
}
