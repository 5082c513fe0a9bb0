// How a race is looked at. VIEW_SETTINGS stands at the top of the module: the table of
// experiments/view.py, whose settings are read and written in a loop.

// The whole look, of one that says only what is not as usual.
export const fullLook = (said) => ({ ...Object.fromEntries(VIEW_SETTINGS.map(({ key, usual }) => [key, usual])), ...said });

export const optionsOf = (key) => VIEW_SETTINGS.find((setting) => setting.key === key).options;

// Steps of trail that are drawn behind each head.
export const tailOf = ({ trails }) => (trails === "all" ? Infinity : Number(trails));

// The parameters of a link for what is not as usual.
export function parametersOf(look, race) {
  const written = VIEW_SETTINGS.filter(({ key, usual }) => look[key] !== usual);
  return written.map(({ key, kind }) => `${key}=${WRITTEN[kind](look[key], race)}`);
}

const WRITTEN = {
  choice: String,
  switch: (on) => (on ? "on" : "off"),
  zoom(view, { x_range, y_range }) {
    const [width, height] = [x_range[1] - x_range[0], y_range[1] - y_range[0]];
    return view.map((value, k) => rounded(value, k < 2 ? width : height)).join("_");
  },
  camera: (numbers) => numbers.map((value) => rounded(value, 1)).join("_"),
};

// To a millionth of what is seen whole.
function rounded(value, whole) {
  const digits = Math.min(20, Math.max(0, 6 - Math.ceil(Math.log10(whole))));
  return String(Number(value.toFixed(digits))).replace("e+", "e");
}
