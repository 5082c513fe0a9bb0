// The player for a hall: it fills the screen, with letters and lines for the last row.
import { racerStyle, readTheme } from "./theme.js";

export async function toggleClassroom(player) {
  if (document.fullscreenElement === player.root) return document.exitFullscreen();
  if (player.classroom) return setClassroom(player, false);
  try {
    await player.root.requestFullscreen();
  } catch {
    setClassroom(player, true); // Full screen is refused here: fill the window instead.
  }
  return undefined;
}

export function setClassroom(player, on) {
  if (on === player.classroom) return;
  player.classroom = on;
  player.root.classList.toggle("sb-classroom", on);
  player.controls.press("classroom", on);
  player.theme = readTheme(player.root, on);
  player.setTheme();
  const styles = player.race.racers.map((racer) => racerStyle(racer, player.theme));
  player.controls.showLegend(styles, player.shown, player.theme);
  requestAnimationFrame(() => player.relayout());
}
