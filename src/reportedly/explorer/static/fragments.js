// Views that the server writes as HTML: the bar of the filter, the facets, the list of events.
import { Picture, get, join } from "./state.js";

/**
 * Put HTML from this server in the place of what an element holds. Texts in it were escaped by the server; scripts in it
 * would not run, since a parsed document's never do.
 * @param {Element} element
 * @param {string} html
 */
function put(element, html) {
  const focused = document.activeElement;
  const held = focused && element.contains(focused) ? handle(focused) : "";
  const parsed = new DOMParser().parseFromString(html, "text/html");
  element.replaceChildren(...parsed.body.childNodes);
  if (held) /** @type {HTMLElement | null} */ (element.querySelector(held))?.focus();
}

/** A selector by which what has the focus is found again in the new HTML. @param {Element} focused */
function handle(focused) {
  if (focused.id) return `#${CSS.escape(focused.id)}`;
  const [name, value] = [focused.getAttribute("name"), focused.getAttribute("data-value")];
  if (name) return `[name="${CSS.escape(name)}"]`;
  const facet = focused.closest("[data-name]")?.getAttribute("data-name");
  if (facet && value) return `[data-name="${CSS.escape(facet)}"] [data-value="${CSS.escape(value)}"]`;
  return "";
}

class Fragment extends Picture {
  /**
   * @param {string} search
   * @param {AbortSignal} signal
   * @returns {Promise<any>}
   */
  async fetch(search, signal) {
    const response = await get(this.src + search, "text/html", signal);
    return { html: await response.text(), total: response.headers.get("X-Total") };
  }

  /** @param {{html: string, total: string | null}} data */
  show({ html }) {
    super.show(html);
    put(this, html);
  }
}

class Facets extends Fragment {
  /** @param {{html: string, total: string | null}} data */
  show(data) {
    const open = new Map(facets(this).map((facet) => [facet.dataset.name, facet.open]));
    super.show(data);
    for (const facet of facets(this)) facet.open = open.get(facet.dataset.name) ?? facet.open;
  }
}

/** @param {Element} element */
const facets = (element) => /** @type {HTMLDetailsElement[]} */ ([...element.querySelectorAll("details[data-name]")]);

class List extends Fragment {
  start() {
    this.told = document.createElement("p");
    this.told.className = "unseen";
    this.told.setAttribute("role", "status");
    this.after(this.told);
  }

  /** @param {{html: string, total: string | null}} data */
  show(data) {
    super.show(data);
    const total = Number(data.total);
    if (this.told) this.told.textContent = `${total.toLocaleString("en")} ${total === 1 ? "event" : "events"}`;
  }
}

customElements.define("re-facets", Facets);
customElements.define("re-list", List);

const bar = document.querySelector("#bar");
if (bar) {
  join({
    seen: () => true,
    fetch: async (search, signal) => (await get(`/api/bar${search}`, "text/html", signal)).text(),
    show: (html) => put(bar, html),
    fail: () => {}, // the bar keeps what was typed
  });
}
