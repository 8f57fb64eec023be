// <re-report>: a record is lit wherever it stands, in the text and in the margin, while the pointer or the focus is on it.

const KEY = `
<p class="key"><span class="piece trigger">an event</span> <span class="piece party">who, to whom</span>
  <span class="piece place">where</span> <span class="piece time">when</span> <span class="piece number">how many</span>
  <span class="piece source">who says so</span> <span class="piece cue">how</span> <span class="piece content">what is said</span>
  <span>A rule to the left: some of it is said by a source.</span></p>`;

export class ReReport extends HTMLElement {
  connectedCallback() {
    /** All that belongs to a record of the report, by the record's id. @type {Map<string, HTMLElement[]>} */
    this.parts = new Map();
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-ids], [data-id]"))) {
      for (const id of ids(part)) this.parts.set(id, [...(this.parts.get(id) ?? []), part]);
    }
    this.notes = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".margin > li")]);
    this.insertAdjacentHTML("afterbegin", KEY);
    for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
      this.addEventListener(on, (event) => this.light(event.target));
      this.addEventListener(off, () => this.light(null));
    }
    this.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {EventTarget | null} target */
  light(target) {
    const held = target instanceof Element ? target : document.activeElement;
    const part = held?.closest("[data-ids], [data-id]");
    for (const lit of this.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (!(part instanceof HTMLElement) || !this.contains(part)) return;
    for (const id of ids(part)) for (const other of this.parts?.get(id) ?? []) other.classList.add("lit");
  }

  /** Up and down go from note to note. @param {KeyboardEvent} event */
  key(event) {
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
    const at = this.notes?.findIndex((note) => note === document.activeElement) ?? -1;
    const next = this.notes?.[at + steps[event.key]];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }
}

/** @param {HTMLElement} part */
const ids = (part) => (part.dataset.ids ?? part.dataset.id ?? "").split(" ").filter(Boolean);

customElements.define("re-report", ReReport);
