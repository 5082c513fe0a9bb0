// A few words beside the pointer.

export class Tip {
  constructor(root) {
    this.root = root;
    this.element = root.querySelector(".sb-tip");
  }

  // `color` is that of what they are about.
  show(lines, color, event) {
    const { element } = this;
    element.hidden = false;
    element.replaceChildren(...lines.map((text, k) => Object.assign(document.createElement(k ? "div" : "b"), { textContent: text })));
    element.style.borderLeftColor = color;
    const box = this.root.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const flip = x > box.width - element.offsetWidth - 24;
    element.style.transform = `translate(${flip ? x - element.offsetWidth - 14 : x + 14}px, ${Math.max(4, y - element.offsetHeight - 10)}px)`;
  }

  hide() {
    this.element.hidden = true;
  }
}
