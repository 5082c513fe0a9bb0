// Colours in OKLab, where equal steps look equally large.

export function parseColor(text) {
  const value = String(text).trim();
  const hex = value.match(/^#([0-9a-f]{3,8})$/i);
  if (hex) {
    const digits = hex[1].length < 6 ? [...hex[1]].map((d) => d + d).join("") : hex[1];
    return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
  }
  const numbers = value.match(/[\d.]+/g);
  return numbers && numbers.length >= 3 ? numbers.slice(0, 3).map(Number) : null;
}

const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);

export function toOklab([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((c) => linear(c / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([light, a, b]) {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((c) => Math.round(255 * gamma(Math.min(1, Math.max(0, c)))));
}

export const css = ([r, g, b], alpha = 1) =>
  alpha === 1 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${alpha})`;

// 256 colours from `low` to `high`, each [lightness, chroma, hue in degrees].
export function colorScale(low, high) {
  const scale = [];
  for (let i = 0; i < 256; i++) {
    const [light, chroma, hue] = low.map((v, k) => v + ((high[k] - v) * i) / 255);
    const angle = (hue * Math.PI) / 180;
    scale.push(fromOklab([light, chroma * Math.cos(angle), chroma * Math.sin(angle)]));
  }
  return scale;
}

// The same hue, its lightness moved into [lowest, highest].
export function legible(color, lowest, highest) {
  const [light, a, b] = toOklab(parseColor(color) ?? [128, 128, 128]);
  return fromOklab([Math.min(highest, Math.max(lowest, light)), a, b]);
}

export function mix(one, other, share) {
  const [p, q] = [toOklab(one), toOklab(other)];
  return fromOklab(p.map((v, k) => v + (q[k] - v) * share));
}
