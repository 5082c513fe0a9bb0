// Canvases over an element, and where a pointer is on it.

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
