// What the pointer is over, in words beside it.
import { sampleGrid } from "./field.js";
import { word } from "./language.js";
import { brief } from "./levels.js";
import { drawCurvatures } from "./marks.js";
import { marksOf } from "./survey.js";
import { FINGER } from "./trails.js";
import { eventLines, fullName, markLines, placeLine, pointLines, rowLines } from "./words.js";

const REACH = 12; // Pixels within which a mouse finds a point of a path.
const MARK_REACH = 8; // And a mark or a tick, which are drawn larger.

const reachOf = (event, reach = REACH) => (event.pointerType === "touch" ? FINGER : reach);

export class Hints {
  constructor(player) {
    this.player = player;
    this.marked = null; // the mark whose curvatures are drawn
  }

  // Over the map or the surface.
  overView(event, at, stage) {
    if (!event || event.buttons || !this.player.race) return this.leave();
    return this.tell(event, at, stage);
  }

  // Under a finger that rests there.
  overHeld(event, at, stage) {
    if (this.player.race) this.tell(event, at, stage);
  }

  leave() {
    this.showCurvatures(null);
    this.player.controls.showTip(null);
  }

  // A path's point, a mark, or both at one place; on the map else the ground.
  tell(event, at, stage) {
    const { race, clock, tail, styles, theme, controls, stage2d } = this.player;
    const found = stage.trails.nearest(...at, clock.time, tail, reachOf(event));
    const mark = this.markAt(at, stage, reachOf(event, MARK_REACH));
    this.showCurvatures(stage === stage2d ? mark : null);
    const lines = [];
    if (found) lines.push(...pointLines(race, race.racers[found.racer], found.frame));
    if (mark) {
      const [name, place, loss, ...bends] = markLines(race, mark);
      // Beside a path's point, which has a place of its own, in short.
      lines.push(...(found ? [`${name}, ${loss}`] : [name, place, loss]), ...bends);
    }
    if (lines.length) controls.showTip(lines, found ? styles[found.racer].color : theme.mark, event);
    else if (stage === stage2d) this.ofGround(stage.toPoint(...at), event);
    else controls.showTip(null);
  }

  markAt([px, py], stage, reach) {
    const { race, survey, marksShown } = this.player;
    let [best, least] = [null, reach];
    for (const mark of marksShown ? marksOf(race, survey) : []) {
      const height = stage.heights && sampleGrid(race, stage.heights, mark.x, mark.y);
      const [x, y] = stage.toPixel(mark.x, mark.y, height);
      const away = Math.hypot(x - px, y - py);
      if (away <= least) [best, least] = [mark, away];
    }
    return best;
  }

  showCurvatures(mark) {
    if (mark === this.marked) return;
    this.marked = mark;
    const { stage2d, marksShown, theme } = this.player;
    stage2d.paintMarks(marksShown);
    if (mark) drawCurvatures(stage2d.marks, mark, (x, y) => stage2d.toPixel(x, y), theme);
  }

  overCurves(event, at) {
    const { race, curves, styles, controls } = this.player;
    if (!event || !race) return controls.showTip(null);
    const told = curves.ticksAt(at, reachOf(event, MARK_REACH));
    if (told) return controls.showTip(eventLines(race, told), styles[told.racer].color, event);
    const found = curves.nearest(at, reachOf(event));
    if (!found) return controls.showTip(null);
    return controls.showTip(pointLines(race, race.racers[found.racer], found.frame), styles[found.racer].color, event);
  }

  // A row, or what an optimizer's weights predict.
  overFit(event, at) {
    const { race, fit, styles, theme, controls } = this.player;
    if (!event || !race) return controls.showTip(null);
    const row = fit.rowNear(at, reachOf(event, MARK_REACH));
    if (row) return controls.showTip(rowLines(fit, row), theme.mark, event);
    const k = fit.racerNear(at, reachOf(event, MARK_REACH));
    return k === null ? controls.showTip(null) : controls.showTip([fullName(race.racers[k])], styles[k].color, event);
  }

  ofGround(point, event) {
    const { race, theme, controls } = this.player;
    const loss = sampleGrid(race, race.values, ...point);
    controls.showTip([word("tip.loss", { loss: brief(loss, 3) }), placeLine(race, ...point)], theme.rule, event);
  }
}
