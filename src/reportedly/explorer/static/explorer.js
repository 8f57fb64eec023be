// Loads what a page needs, and turns links and forms that only change the filter into changes in place.
import { follow, go, moved } from "./state.js";

/** @type {[string, () => Promise<unknown>][]} */
const modules = [
  ["re-list", () => import("./fragments.js")],
  ["re-map", () => import("./map.js")],
  ["re-timeline", () => import("./timeline.js")],
  ["re-network", () => import("./network.js")],
  ["re-report", () => import("./report.js")],
];

for (const [selector, load] of modules) {
  if (document.querySelector(selector)) load();
}

// Only the overview redraws itself; on other pages a change of the filter is a new page from the server.
if (document.querySelector("re-list")) {
  addEventListener("popstate", () => moved() && void follow());
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", onChange);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash || link.target) return;
  event.preventDefault();
  void go(url.href).then(() => {
    if (link.closest(".pager")) document.querySelector("re-list")?.scrollIntoView({ block: "start" });
  });
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== "filter") return;
  event.preventDefault();
  send(form);
}

/** Choices and days act at once; what is typed acts when it is sent. @param {Event} event */
function onChange(event) {
  const field = event.target;
  if (!(field instanceof HTMLSelectElement || field instanceof HTMLInputElement)) return;
  if (field.form?.id === "filter" && field.type !== "text" && field.type !== "search") send(field.form);
}

/** @param {HTMLFormElement} form */
function send(form) {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) params.append(name, value);
  }
  void go(`?${params}`);
}
