// Plotly.js as the surface needs it: loaded once, and with less to draw.

let plotlyLoading = null;

// Plotly.js from the app's own address, wherever that is; loaded once a page.
export function loadPlotly() {
  if (window.Plotly?.newPlot) return Promise.resolve(window.Plotly);
  plotlyLoading ??= new Promise((done, failed) => {
    const own = document.querySelector('script[src*="/static/js/"]')?.src ?? document.baseURI;
    const base = own.split("/static/js/")[0].replace(/\/?$/, "/");
    const script = document.createElement("script");
    script.src = `${base}app/static/${PLOTLY_FILE}`;
    script.onload = () => (window.Plotly ? done(window.Plotly) : failed(new Error("no Plotly")));
    script.onerror = () => failed(new Error("not found"));
    document.head.append(script);
  });
  return plotlyLoading;
}

export function hasWebGL() {
  const context = document.createElement("canvas").getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

// Plotly halves the cells of a grid like ours, and after every change draws it once more to know
// what is under the pointer. Neither shows here, and without a graphics card they take most of
// the time. Private parts again: where they are missing it is only slower.
export function lighten({ traces, glplot }) {
  for (const trace of Object.values(traces)) {
    trace.refineData = false;
    trace.dataScaleX = trace.dataScaleY = 1;
    // Added without slots for picking it gets no such drawing.
    glplot.remove(trace.surface);
    trace.surface.pickSlots = 0;
    glplot.add(trace.surface);
  }
}

// Milliseconds that a drawing takes, until it is there to be read.
export function drawingTime({ glplot }) {
  const { gl } = glplot;
  const finish = () => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  finish();
  const before = performance.now();
  glplot.redraw();
  finish();
  return performance.now() - before;
}
