// Keeps the visitor's table in the browser's own storage. `store` is what to keep, "" for nothing;
// where it is null the session knows of none, and is told once what is kept: `ask` is a token of
// its question.
const KEY = "switchback.table";
let answered = "";

export default function ({ data, setTriggerValue }) {
  if (!data) return;
  const { ask, store } = JSON.parse(data);
  try {
    if (store === null) {
      const found = window.localStorage.getItem(KEY);
      if (found && answered !== ask) setTriggerValue("found", found);
      answered = ask;
    } else if (store) window.localStorage.setItem(KEY, store);
    else window.localStorage.removeItem(KEY);
  } catch {
    // No storage, or no room in it.
    if (store) setTriggerValue("full", true);
  }
}
