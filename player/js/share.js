// The card that shares the experiment: its link to copy, and a code for thirty phones.
import { word } from "./language.js";
import { linkOf } from "./link.js";
import { stepAt } from "./payload.js";

export class Share {
  constructor(player) {
    this.player = player;
    const find = (selector) => player.root.querySelector(selector);
    this.card = find(".sb-share");
    this.field = find(".sb-share-link");
    this.told = find(".sb-share-told");
    this.code = find(".sb-share-code");
    find(".sb-share-copy").onclick = () => this.copy();
    find(".sb-share-close").onclick = () => this.show(false);
    this.field.onfocus = () => this.field.select();
    player.root.addEventListener("sb-code", ({ detail }) => this.setCode(detail));
  }

  get open() {
    return !this.card.hidden;
  }

  // The player's own step goes into the link at this moment.
  show(open) {
    const { player } = this;
    this.card.hidden = !open;
    player.controls.press("share", open);
    if (!open) return;
    this.code.replaceChildren();
    this.told.textContent = "";
    this.writeLink();
    player.send("code", this.field.value);
    this.card.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  writeLink() {
    const { player } = this;
    const frame = Math.floor(Math.min(player.clock.time, player.clock.last));
    const step = stepAt(player.race, frame);
    this.field.value = window.location.origin + window.location.pathname + linkOf(player, step);
    return step;
  }

  async copy() {
    const step = this.writeLink();
    const linked = this.player.race.link !== null;
    const said = linked ? word("share.copied", { step }) : word("share.copied_page");
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
