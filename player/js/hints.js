// What the pointer is over, in words beside it.
import { sampleGrid } from "./field.js";
import { brief, coordinate } from "./levels.js";
import { pointLines } from "./words.js";

const REACH = 12; // Pixels within which a mouse finds a point.
const FINGER = 22; // And a finger.

const reachOf = (event) => (event.pointerType === "touch" ? FINGER : REACH);

export class Hints {
  constructor(player) {
    this.player = player;
  }

  // Over a view with `trails`; `map` is the map's stage, where it is the map.
  overTrails(event, at, trails, map = null) {
    const { race, clock, tail, controls } = this.player;
    if (!event || event.buttons || !race) return controls.showTip(null);
    const found = trails.nearest(...at, clock.time, tail, reachOf(event));
    if (found) return this.ofPoint(found, event);
    if (!map || event.pointerType === "touch") return controls.showTip(null);
    return this.ofGround(map.toPoint(...at), event);
  }

  // Under a finger that rests on the map.
  overHeld(event, at, map) {
    const { clock, tail } = this.player;
    const found = map.trails.nearest(...at, clock.time, tail, FINGER);
    if (found) this.ofPoint(found, event);
    else this.ofGround(map.toPoint(...at), event);
  }

  overCurves(event, at) {
    const { race, curves, controls } = this.player;
    const found = event && race && curves.nearest(at, reachOf(event));
    return found ? this.ofPoint(found, event) : controls.showTip(null);
  }

  ofPoint({ racer, frame }, event) {
    const { race, styles, controls } = this.player;
    controls.showTip(pointLines(race, race.racers[racer], frame), styles[racer].color, event);
  }

  ofGround(point, event) {
    const { race, theme, controls } = this.player;
    const [x, y] = race.names;
    const loss = sampleGrid(race, race.values, ...point);
    controls.showTip(
      [`loss ${brief(loss, 3)}`, `${x} ${coordinate(point[0])}   ${y} ${coordinate(point[1])}`], theme.rule, event,
    );
  }
}
