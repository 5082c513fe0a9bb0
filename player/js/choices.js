// The controls of the view: what has data-view in player.html, named by a setting of the table.
import { write } from "./language.js";
import { optionsOf } from "./look.js";

// By the element's tag: how it is made of its options, heard, and shown with a value.
const CONTROLS = {
  SELECT: {
    make(select, key) {
      select.replaceChildren(...optionsOf(key).map((value) => new Option("", value)));
      for (const option of select.options) write(option, `${key}.${option.value}`);
    },
    hear: (select, choose) => { select.onchange = () => choose(select.value); },
    show: (select, value) => { select.value = value; },
  },
  INPUT: {
    hear: (box, choose) => { box.onchange = () => choose(box.checked); },
    show: (box, on) => { box.checked = on; },
  },
  BUTTON: {
    hear: (button, choose) => { button.onclick = () => choose(button.getAttribute("aria-pressed") !== "true"); },
    show: (button, on) => { button.setAttribute("aria-pressed", on); },
  },
  // A row of tabs.
  DIV: {
    make(row, key) {
      row.replaceChildren(...optionsOf(key).map((value) => Object.assign(document.createElement("button"), { type: "button", value })));
      for (const tab of row.children) write(tab, `${key}.${tab.value}`);
    },
    hear(row, choose) {
      for (const tab of row.children) tab.onclick = () => choose(tab.value);
    },
    show(row, value) {
      for (const tab of row.children) tab.setAttribute("aria-pressed", tab.value === value);
    },
  },
};

export class Choices {
  // `choose(key, value)` is called when a visitor has chosen.
  constructor(root, choose) {
    this.elements = [...root.querySelectorAll("[data-view]")];
    for (const element of this.elements) {
      const { make, hear } = CONTROLS[element.tagName];
      const key = element.dataset.view;
      make?.(element, key);
      hear(element, (value) => choose(key, value));
    }
  }

  show(look) {
    for (const element of this.elements) CONTROLS[element.tagName].show(element, look[element.dataset.view]);
  }

  // Only these options of a choice can be chosen.
  offer(key, offered) {
    const options = this.elements.find((element) => element.dataset.view === key).children;
    for (const option of options) option.hidden = option.disabled = !offered.includes(option.value);
  }
}
