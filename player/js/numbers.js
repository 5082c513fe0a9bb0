// Numbers as a person reads them: as text, and round ones for ticks.

const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const powerOfTen = (n) => `10${[...String(n)].map((c) => SUPERSCRIPT[c]).join("")}`;

// A number as a person would write it, with `digits` that matter.
export function brief(value, digits = 4) {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, power] = value.toExponential(Math.min(2, digits - 1)).split("e");
    const front = Number(mantissa);
    const sign = front < 0 ? "−" : "";
    const times = Math.abs(front) === 1 ? "" : `${Math.abs(front)}·`;
    return `${sign}${times}${powerOfTen(Number(power))}`;
  }
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

export const coordinate = (value) =>
  Math.abs(value) < 5e-4 ? "0.000" : Math.abs(value) < 1e4 ? value.toFixed(3).replace("-", "−") : brief(value);

// About `count` round values between two numbers.
export function niceTicks(from, to, count) {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= 0.999 * rough);
  const ticks = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

// Round values between two powers of ten: whole powers, and where those are few 2 and 5 times.
export function logTicks(low, high, count) {
  const every = Math.max(1, Math.ceil((high - low) / count));
  const parts = high - low > 0.5 * count ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(low / every) * every; power <= high; power += every) {
    for (const part of parts) ticks.push(part * 10 ** power);
  }
  return ticks.filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
}
