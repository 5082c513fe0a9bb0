// What browser tests read at `root.switchback`; nothing in here changes the player.
//   step, steps, playing, speed   the counter, as shown
//   racers                        [{key, name, shown, last}]
//   start, view                   [x, y]; [x0, x1, y0, y1] of the contour
//   live, recipe                  whether paths follow a dragged start, and what they follow
//   point(i, step), loss(i, step), heldOut(i, step) racer i in data coordinates, as drawn now
//   project2d(i, step)            [x, y] of racer i in page pixels, on the contour
//   project3d(i, step)            the same on the surface; NaN before Plotly has drawn
//   pixel2d(x, y), pixel3d(x, y, height)   any data point; height is 0..1
//   paths                         the page's id of the paths; of the start, see above
//   ticks                         [{racer, step, kind, at}] on the curves, `at` in page pixels
//   marks                         [{kind, name, x, y, height}], the stationary points that are marked
//   ghost                         {kind, lines}: the second landscape, and its pieces drawn last
//   fit                           {view, rows, batch, lines}: the data, in their own numbers, as drawn
//                                 last: rows [{x, y, label, held}], numbers of the batch's rows, and
//                                 by racer its lines [[x, y], ...]; null where they have no picture
//   pixelFit(x, y)                a place in the data, in page pixels
//   plot                          the element that holds Plotly's surface
//   painted                       {contour, surface}: whether they show the current race
import { sampleGrid } from "./field.js";
import { frameAt, stepAt } from "./payload.js";
import { knownMarks } from "./survey.js";

export function handleOf({ picture, clock, drag }) {
  const page = (element, [x, y]) => {
    const box = element.getBoundingClientRect();
    return [box.left + x, box.top + y];
  };
  const { stage2d, stage3d, curves, fit } = picture;
  return {
    get step() { return stepAt(picture.race, Math.floor(Math.min(clock.time, clock.last))); },
    get steps() { return picture.race.steps; },
    get playing() { return clock.playing; },
    get speed() { return clock.speed; },
    get racers() { return picture.race.racers.map(({ key, name, last }, k) => ({ key, name, last, shown: picture.shown[k] })); },
    get start() { return [...picture.race.start]; },
    get view() { return [...stage2d.view]; },
    get live() { return drag.live; },
    get recipe() { return picture.race.recipe; },
    get paths() { return picture.race.paths; },
    get ticks() {
      const drawn = curves.ticks.filter((tick) => tick.drawn);
      return drawn.map(({ racer, step, kind, x, y }) => ({ racer, step, kind, at: page(curves.element, [x, y]) }));
    },
    get marks() {
      const height = (x, y) => sampleGrid(picture.race, stage3d.heights, x, y);
      return knownMarks(picture.race).map(({ kind, name, x, y }) => ({ kind, name, x, y, height: height(x, y) }));
    },
    get ghost() { return { kind: picture.ghostKind, lines: picture.ghost.lines ?? 0 }; },
    get fit() {
      const { element, view, rows, batch, lines } = fit;
      return element.hidden ? null : { view, rows, batch: batch && [...batch], lines };
    },
    pixelFit: (x, y) => page(fit.plot, fit.toPixel(x, y)),
    get plot() { return stage3d.plot; },
    get painted() {
      const shown = Boolean(stage3d.drawn && !stage3d.stale && (stage3d.camera || stage3d.empty));
      return { contour: stage2d.painted === stage2d.view.join(), surface: shown };
    },
    pixel2d: (x, y) => page(stage2d.area, stage2d.toPixel(x, y)),
    pixel3d: (x, y, height) => page(stage3d.over, stage3d.toPixel(x, y, height)),
    point(i, step) {
      const frame = frameAt(picture.race, step);
      const racer = picture.race.racers[i];
      return [racer.x[frame], racer.y[frame]];
    },
    heldOut: (i, step) => picture.race.racers[i].heldOut?.[frameAt(picture.race, step)],
    loss: (i, step) => picture.race.racers[i].losses[frameAt(picture.race, step)],
    project2d(i, step) {
      return this.pixel2d(...this.point(i, step));
    },
    project3d(i, step) {
      const frame = frameAt(picture.race, step);
      const racer = picture.race.racers[i];
      return this.pixel3d(...this.point(i, step), racer.height[frame]);
    },
  };
}
