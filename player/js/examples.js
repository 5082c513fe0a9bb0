// A loss over data as the browser has it: the loss of one example, the training rows, the rows
// held out, and which rows each step sees. See player/examples.py.
import { compile } from "./compile.js";

// `header` with what followed it; `take(Kind, count)` reads the next numbers of the message.
export function readExamples(header, take) {
  const { columns, training, held_out: heldOut, epochs, batch, fit = null } = header;
  const table = take(Float64Array, training * columns);
  const tested = take(Float64Array, heldOut * columns);
  const order = epochs ? take(Uint16Array, epochs * training) : null;
  const all = (rows) => Uint16Array.from({ length: rows }, (_, k) => k);
  return {
    value: compile(header.value),
    slopes: compile(header.slopes),
    width: columns, // of a row in a table
    fit, // which picture the data have: see player/fit.py
    training: { table, rows: all(training) },
    heldOut: heldOut ? { table: tested, rows: all(heldOut) } : null,
    // What the step after `step` sees; null where each step sees all rows.
    batchAt: order && ((step) => {
      const perEpoch = Math.ceil(training / batch);
      const from = Math.min(epochs - 1, Math.floor(step / perEpoch)) * training;
      const at = from + (step % perEpoch) * batch;
      return { table, rows: order.subarray(at, Math.min(at + batch, from + training)) };
    }),
  };
}
