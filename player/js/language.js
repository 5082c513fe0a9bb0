// The player's own words in the language of the page. WORDS stands at the top of the module: the
// texts of words/texts/<language>/player.toml by language.

let spoken = "en";

// From now on all words are in this language; true where they were in another one before.
export function speak(language) {
  const changed = language !== spoken;
  spoken = language;
  document.documentElement.lang = language; // for screen readers
  return changed;
}

// The text of a key such as "share.copied", its {places} filled from `parts`.
export function word(key, parts = {}) {
  const text = key.split(".").reduce((texts, name) => texts[name], WORDS[spoken]);
  return text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

// Where an element can have a word: data-word names the key of its text, data-word-title that of
// its title and data-word-label that of its aria-label.
const WORDED = {
  word: (element, text) => { element.textContent = text; },
  wordTitle: (element, text) => { element.title = text; },
  wordLabel: (element, text) => element.setAttribute("aria-label", text),
};

// Gives an element a word that follows the language; "" for none.
export function write(element, key, place = "word") {
  element.dataset[place] = key;
  WORDED[place](element, key && word(key));
}

// Says all that stands within `root` in the language of now.
export function relabel(root) {
  const worded = root.querySelectorAll("[data-word], [data-word-title], [data-word-label]");
  for (const element of [root, ...worded]) {
    for (const place of Object.keys(WORDED)) {
      if (element.dataset[place]) write(element, element.dataset[place], place);
    }
  }
}
