// From loss values to heights in 0..1, which levels, colours and the surface share.
import { brief, niceTicks } from "./numbers.js";

// `spacing` is "even", "log" or "auto": log where the loss spans decades.
export function lossScale(values, spacing) {
  const sorted = values.filter(Number.isFinite).sort();
  const count = sorted.length;
  if (!count) return flatScale(0, spacing);
  const quantile = (share) => sorted[Math.round(share * (count - 1))];
  const bulk = quantile(0.98) - quantile(0.02);
  const low = quantile(0.02) - tail(quantile(0.02) - sorted[0], quantile(0.02) - quantile(0.002), 4 * bulk);
  const ratio = (quantile(0.98) - low) / Math.max(quantile(0.1) - low, 1e-300);
  const highest = sorted[count - 1] - quantile(0.98);
  const spiky = highest > 12 * bulk && quantile(0.998) - quantile(0.98) < 0.5 * highest;
  const log = spacing === "log" || (spacing === "auto" && (ratio > 16 || spiky));
  const limit = log ? 1e3 * (quantile(0.995) - low) : 4 * bulk;
  const high = quantile(0.98) + tail(highest, quantile(0.998) - quantile(0.98), limit);
  if (!(high > low)) return flatScale(low, spacing);
  // Below `knee` above the lowest value the logarithm turns into a straight line.
  const knee = Math.max(quantile(0.03) - low, 1e-6 * (high - low));
  const full = log ? Math.log1p((high - low) / knee) : high - low;
  // Beyond 0 and 1 too, below the lowest value on a straight line.
  const reach = (value) => {
    const above = value - low;
    return (log ? (above > 0 ? Math.log1p(above / knee) : above / knee) : above) / full;
  };
  const height = (value) => reach(Math.min(high, Math.max(low, value)));
  const loss = (h) => low + (log ? knee * Math.expm1(h * full) : h * full);
  return { log, low, high, height, reach, loss, spacing };
}

// How far the scale goes beyond the bulk. A few extreme pixels (a pole, an overflow) must not
// flatten everything else; a narrow but smooth hole or peak, the landscape's point, must stay.
function tail(edge, inner, limit) {
  return edge <= limit || inner > 0.3 * edge ? edge : Math.max(limit, inner);
}

const flatScale = (value, spacing) => ({
  log: false, low: value, high: value, spacing, height: () => 0, reach: () => 0, loss: () => value,
});

// Round loss values spread over the heights: [{value, height, text}].
export function lossTicks(scale, count) {
  if (!(scale.high > scale.low)) return [{ value: scale.low, height: 0, text: brief(scale.low) }];
  if (!scale.log) {
    return niceTicks(scale.low, scale.high, count).map((value) => tick(scale, value));
  }
  const ticks = [];
  for (let i = 0; i <= count; i++) {
    const value = roundBetween(scale, i / count, 0.35 / count);
    if (value === null) continue;
    const last = ticks[ticks.length - 1];
    const made = tick(scale, value);
    if (!last || made.height - last.height > 0.6 / count) ticks.push(made);
  }
  return ticks;
}

const tick = (scale, value) => ({ value, height: scale.height(value), text: brief(value) });

// The roundest number whose height lies within `slack` of `height`.
function roundBetween(scale, height, slack) {
  const from = scale.loss(Math.max(0, height - slack));
  const to = scale.loss(Math.min(1, height + slack));
  for (let power = Math.ceil(Math.log10(Math.max(Math.abs(from), Math.abs(to)))); power > -12; power--) {
    for (const part of [10, 5, 2, 1]) {
      const unit = part * 10 ** (power - 1);
      const value = Math.ceil(from / unit) * unit;
      if (value <= to) return Number(value.toPrecision(6));
    }
  }
  return null;
}
