// Canvases over an element, where a pointer is on it, and what is near.

export function canvasIn(element, name) {
  const canvas = element.appendChild(document.createElement("canvas"));
  canvas.className = name;
  return canvas.getContext("2d");
}

export function resizeCanvas(context, width, height, pixelRatio) {
  context.canvas.width = Math.round(width * pixelRatio);
  context.canvas.height = Math.round(height * pixelRatio);
  context.canvas.style.width = `${width}px`;
  context.canvas.style.height = `${height}px`;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
}

export const devicePixels = () => Math.min(2, window.devicePixelRatio || 1);

// Pixels from the upper left corner of an element.
export function pixelOn(element, event) {
  const box = element.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

// The one of `items` nearest to a pixel, at most `reach` away, or null; of equals the last.
export function nearestTo([px, py], items, placeOf, reach) {
  let [best, least] = [null, reach];
  for (const item of items) {
    const [x, y] = placeOf(item);
    const away = Math.hypot(x - px, y - py);
    if (away <= least) [best, least] = [item, away];
  }
  return best;
}
