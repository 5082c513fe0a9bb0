// What the pointer is over, in words beside it.
import { nearestTo } from "./canvas.js";
import { sampleGrid } from "./field.js";
import { word } from "./language.js";
import { brief } from "./numbers.js";
import { knownMarks } from "./survey.js";
import { FINGER } from "./trails.js";
import { eventLines, fullName, markLines, placeLine, pointLines, rowLines } from "./words.js";

const REACH = 12; // Pixels within which a mouse finds a point of a path.
const MARK_REACH = 8; // And a mark or a tick, which are drawn larger.

const reachOf = (event, reach = REACH) => (event.pointerType === "touch" ? FINGER : reach);

export class Hints {
  // `seen()` is what can be asked about: {race, styles, theme, time, tail, marks, map}.
  constructor(tip, seen) {
    Object.assign(this, { tip, seen });
    this.marked = null; // the mark whose curvatures are drawn
  }

  // Over the map or the surface.
  overView(event, at, stage) {
    if (!this.seen().race) return;
    if (!event || event.buttons) this.leave();
    else this.tell(event, at, stage);
  }

  // Under a finger that rests there.
  overHeld(event, at, stage) {
    if (this.seen().race) this.tell(event, at, stage);
  }

  leave() {
    this.showCurvatures(null);
    this.tip.hide();
  }

  // A path's point, a mark, or both at one place; on the map else the loss there.
  tell(event, at, stage) {
    const { race, styles, theme, time, tail, map } = this.seen();
    const found = stage.trails.nearest(...at, time, tail, reachOf(event));
    const mark = this.markAt(at, stage, reachOf(event, MARK_REACH));
    this.showCurvatures(stage === map ? mark : null);
    const lines = [];
    if (found) lines.push(...pointLines(race, race.racers[found.racer], found.frame));
    if (mark) {
      const [name, place, loss, ...bends] = markLines(race, mark);
      // Beside a path's point, which has a place of its own, in short.
      lines.push(...(found ? [`${name}, ${loss}`] : [name, place, loss]), ...bends);
    }
    if (lines.length) this.tip.show(lines, found ? styles[found.racer].color : theme.mark, event);
    else if (stage === map) this.ofPlace(map.toPoint(...at), event);
    else this.tip.hide();
  }

  markAt(at, stage, reach) {
    const { race, marks } = this.seen();
    const height = ({ x, y }) => stage.heights && sampleGrid(race, stage.heights, x, y);
    return nearestTo(at, knownMarks({ marks }), (mark) => stage.toPixel(mark.x, mark.y, height(mark)), reach);
  }

  showCurvatures(mark) {
    if (mark === this.marked) return;
    this.marked = mark;
    const { map, marks } = this.seen();
    map.paintMarks(marks, mark);
  }

  overCurves(event, at, curves) {
    const { race, styles } = this.seen();
    if (!event || !race) return this.tip.hide();
    const told = curves.ticksAt(at, reachOf(event, MARK_REACH));
    if (told) return this.tip.show(eventLines(race, told), styles[told.racer].color, event);
    const found = curves.nearest(at, reachOf(event));
    if (!found) return this.tip.hide();
    return this.tip.show(pointLines(race, race.racers[found.racer], found.frame), styles[found.racer].color, event);
  }

  // A row, or what an optimizer's weights predict.
  overFit(event, at, fit) {
    const { race, styles, theme } = this.seen();
    if (!event || !race) return this.tip.hide();
    const row = fit.rowNear(at, reachOf(event, MARK_REACH));
    if (row) return this.tip.show(rowLines(fit, row), theme.mark, event);
    const k = fit.racerNear(at, reachOf(event, MARK_REACH));
    return k === null ? this.tip.hide() : this.tip.show([fullName(race.racers[k])], styles[k].color, event);
  }

  ofPlace(point, event) {
    const { race, theme } = this.seen();
    const loss = sampleGrid(race, race.values, ...point);
    this.tip.show([word("tip.loss", { loss: brief(loss, 3) }), placeLine(race, ...point)], theme.rule, event);
  }
}
