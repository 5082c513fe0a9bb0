// Fetches the component's module from the app's own static folder, once a page, and hands on
// what Streamlit calls this with. MODULE_FILE and NOT_ARRIVED are filled
// in by published.py.
const script = document.querySelector('script[src*="/static/js/"]')?.src ?? document.baseURI;
const base = script.split("/static/js/")[0].replace(/\/?$/, "/");
const waiting = new WeakMap();
let render = null;
const loading = import(`${base}app/static/MODULE_FILE`).then((module) => { render = module.default; });

export default function (component) {
  if (render) return render(component);
  const { parentElement } = component;
  const call = { undo: null };
  waiting.set(parentElement, call);
  loading.then(() => {
    // Of several calls only the last has the newest data; none is due once it is unmounted.
    if (waiting.get(parentElement) === call) call.undo = render(component);
  }, () => {
    parentElement.textContent = NOT_ARRIVED;
  });
  return () => {
    waiting.delete(parentElement);
    call.undo?.();
  };
}
