// Views that the server writes as HTML: the bar of the filter, the facets, the list of events.
import { Picture, get, join } from "./state.js";

/**
 * HTML from this server, taken apart as soon as it is there. Texts in it were escaped by the server; scripts in it would not
 * run, since a parsed document's never do.
 * @param {Response} response
 */
const parsed = async (response) => new DOMParser().parseFromString(await response.text(), "text/html").body;

/**
 * Put what was parsed in the place of what an element holds.
 * @param {Element} element
 * @param {HTMLElement} body
 */
function put(element, body) {
  const focused = document.activeElement;
  const held = focused && element.contains(focused) ? handle(focused) : "";
  element.replaceChildren(...body.childNodes);
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

/**
 * Put a new bar in the place of the old one: what was chosen into the fields that are there, where they are the same ones.
 * @param {Element} bar
 * @param {HTMLElement} body
 */
function renew(bar, body) {
  const [now, next] = [fields(bar), fields(body)];
  const same = now.length === next.length && now.every((field, i) => field.name === next[i].name && takes(field, next[i].value));
  const [tags, others] = [bar.querySelector("#tags"), body.querySelector("#tags")];
  if (!same || !tags || !others) return put(bar, body);
  now.forEach((field, i) => {
    field.value = next[i].value;
    field.parentElement?.classList.toggle("set", next[i].parentElement?.classList.contains("set"));
  });
  tags.replaceWith(others);
}

/** @param {Element} bar */
const fields = (bar) => /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...bar.querySelectorAll("[name]")]);

/** @param {HTMLInputElement | HTMLSelectElement} field @param {string} value */
const takes = (field, value) =>
  field instanceof HTMLInputElement || [...field.options].some((option) => option.value === value);

class Fragment extends Picture {
  /**
   * @param {string} search
   * @param {AbortSignal} signal
   * @returns {Promise<any>}
   */
  async fetch(search, signal) {
    const response = await get(this.src + search, "text/html", signal, this.headers());
    return { body: await parsed(response), total: response.headers.get("X-Total") };
  }

  /** What the server is told besides. @returns {Record<string, string>} */
  headers() {
    return {};
  }

  /** @param {{body: HTMLElement, total: string | null}} data */
  show({ body }) {
    super.show(body);
    put(this, body);
  }
}

class Facets extends Fragment {
  start() {
    // A facet that was closed when the filter changed was not counted: it is when it is opened.
    this.addEventListener("toggle", (event) => void this.opened(event.target), { capture: true });
  }

  /** @param {EventTarget | null} facet */
  async opened(facet) {
    if (!(facet instanceof HTMLDetailsElement) || !facet.open || facet.querySelector("ul")) return;
    try {
      this.show(await this.fetch(location.search, new AbortController().signal));
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /** Only those that are open need to be counted. */
  headers() {
    const open = facets(this).filter((facet) => facet.open);
    return { "X-Facets": open.map((facet) => facet.dataset.name).join(" ") };
  }

  /** @param {{body: HTMLElement, total: string | null}} data */
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

  /** @param {{body: HTMLElement, total: string | null}} data */
  show(data) {
    super.show(data);
    const total = Number(data.total);
    if (this.told) this.told.textContent = `${total.toLocaleString("en")} ${total === 1 ? "event" : "events"}`;
  }
}

customElements.define("re-list", List); // first, as its rows take longest
customElements.define("re-facets", Facets);

const bar = document.querySelector("#bar");
if (bar) {
  join({
    seen: () => true,
    fetch: async (search, signal) => parsed(await get(`/api/bar${search}`, "text/html", signal)),
    show: (body) => renew(bar, body),
    fail: () => {}, // the bar keeps what was typed
  });
}
