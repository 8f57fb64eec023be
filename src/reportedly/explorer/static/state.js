// The filter is the query string. Changing it makes a new entry in the history, and all views of the page follow at once.

/**
 * A part of the page that shows the set which the filter names.
 * @typedef {object} View
 * @property {(search: string, signal: AbortSignal) => Promise<any>} fetch gets what is to be shown for a query string
 * @property {(data: any) => void} show shows it; until then the old picture stays
 * @property {(error: Error) => void} fail says that there is nothing to show, and why
 * @property {() => boolean} seen whether anybody sees the view
 */

/** @type {Set<View>} */
const views = new Set();

/** @type {AbortController | undefined} */
let pending;

let followed = location.search;

/** Have a view follow the filter. @param {View} view */
export const join = (view) => void views.add(view);

/** Let it go. @param {View} view */
export const leave = (view) => void views.delete(view);

/**
 * Ask the server, and fail with its own words.
 * @param {string} address
 * @param {string} type the type of answer that is wanted
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} [headers]
 */
export async function get(address, type, signal, headers) {
  const response = await fetch(address, { headers: { Accept: type, ...headers }, signal, credentials: "same-origin" });
  if (!response.ok) throw new Error(await reason(response));
  return response;
}

/** @param {Response} response */
async function reason(response) {
  try {
    const { error } = await response.json();
    if (error) return String(error);
  } catch {
    // not JSON: the status has to do
  }
  return `The server answered ${response.status}. Load the page again, or see what reportedly printed.`;
}

/** The filter as it stands. */
export const filter = () => new URLSearchParams(location.search);

/**
 * The address with some of the filter's names changed; an empty list takes one out. The list begins at its first page again.
 * @param {Record<string, string[]>} changes
 */
export function narrowed(changes) {
  const params = filter();
  for (const [name, values] of Object.entries({ ...changes, page: [] })) {
    params.delete(name);
    for (const value of values) params.append(name, value);
  }
  return `?${params}`;
}

/** Change some of the filter's names. @param {Record<string, string[]>} changes */
export const change = (changes) => go(narrowed(changes));

/** Go to another filter of this page. @param {string} address */
export async function go(address) {
  const url = new URL(address, location.href);
  for (const [name, value] of [...url.searchParams]) if (!value.trim()) url.searchParams.delete(name, value);
  if (url.search === location.search) return;
  history.pushState(null, "", url.pathname + url.search);
  await follow();
}

/** Whether the address says something else than what the views show or are about to. */
export const moved = () => location.search !== followed;

/** Make all views show what the address says: one request a view, then all change in one go. */
export async function follow() {
  pending?.abort();
  followed = location.search;
  const mine = (pending = new AbortController());
  const shown = [...views].filter((view) => view.seen());
  document.body.setAttribute("aria-busy", "true");
  performance.mark("filter");
  const fetched = await Promise.allSettled(shown.map((view) => view.fetch(location.search, mine.signal)));
  if (mine.signal.aborted) return;
  fetched.forEach((outcome, i) => {
    if (outcome.status === "fulfilled") shown[i].show(outcome.value);
    else shown[i].fail(outcome.reason);
  });
  document.body.removeAttribute("aria-busy");
  performance.measure("filter to picture", "filter");
  document.dispatchEvent(new CustomEvent("shown"));
}

/** An element that is a view: it fetches JSON from its `src`. */
export class Picture extends HTMLElement {
  get src() {
    return this.getAttribute("src") ?? "";
  }

  connectedCallback() {
    join(this);
    this.start();
  }

  disconnectedCallback() {
    leave(this);
  }

  /** Set up what is needed once. */
  start() {}

  seen() {
    return this.getClientRects().length > 0;
  }

  /**
   * @param {string} search
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  async fetch(search, signal) {
    return (await get(this.src + search, "application/json", signal)).json();
  }

  /** @param {any} data */
  show(data) {
    this.querySelector(":scope > .error")?.remove();
    this.toggleAttribute("stale", data === undefined);
  }

  /** @param {Error} error */
  fail(error) {
    if (error.name === "AbortError") return;
    const told = this.querySelector(":scope > .error") ?? document.createElement("p");
    told.className = "error";
    told.setAttribute("role", "alert");
    told.textContent = error.message;
    this.prepend(told);
    this.setAttribute("stale", "");
  }
}
