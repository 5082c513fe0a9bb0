// The card that shares the experiment: its link to copy, and a code for thirty phones.
import { word } from "./language.js";

export class Share {
  // hooks: onOpen(open), ask(link) for its code, link() {link, step, linked} of this moment
  constructor(root, hooks) {
    this.hooks = hooks;
    const find = (selector) => root.querySelector(selector);
    this.card = find(".sb-share");
    this.field = find(".sb-share-link");
    this.told = find(".sb-share-told");
    this.code = find(".sb-share-code");
    find(".sb-share-copy").onclick = () => this.copy();
    find(".sb-share-close").onclick = () => this.show(false);
    this.field.onfocus = () => this.field.select();
    root.addEventListener("sb-code", ({ detail }) => this.setCode(detail));
  }

  get open() {
    return !this.card.hidden;
  }

  // The player's own step goes into the link at this moment.
  show(open) {
    this.card.hidden = !open;
    this.hooks.onOpen(open);
    if (!open) return;
    this.code.replaceChildren();
    this.told.textContent = "";
    this.writeLink();
    this.hooks.ask(this.field.value);
    this.card.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  // Returns what is said once it is copied.
  writeLink() {
    const { link, step, linked } = this.hooks.link();
    this.field.value = window.location.origin + window.location.pathname + link;
    return linked ? word("share.copied", { step }) : word("share.copied_page");
  }

  async copy() {
    const said = this.writeLink();
    try {
      await navigator.clipboard.writeText(this.field.value);
      this.told.textContent = said;
    } catch {
      // Browsers keep the clipboard from pages without https.
      this.field.focus();
      this.field.select();
      this.told.textContent = document.execCommand("copy") ? said : word("share.copy_yourself");
    }
  }

  // The server's picture of the link that was asked for last.
  setCode({ link, picture, words }) {
    if (!this.open || link !== this.field.value) return;
    this.code.innerHTML = picture;
    if (words) this.told.textContent = words;
  }
}
