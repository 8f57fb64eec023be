// The data of a picture as a table, beside it for those who cannot or would rather not look.

/** @typedef {string | number | {text: string, href: string}} Cell */

const MOST = 500;

/**
 * Keep the table in `details` up to date: it is made anew when it is open, or when it is next opened.
 * @param {HTMLDetailsElement | null} details
 * @param {string} title
 * @param {string[]} head
 * @param {() => Cell[][]} rows
 */
export function retable(details, title, head, rows) {
  const summary = details?.querySelector("summary");
  if (!details || !summary) return;
  summary.textContent = title;
  details.querySelector("table")?.remove();
  details.ontoggle = () => {
    if (!details.open) return;
    details.ontoggle = null;
    (details.querySelector(".scroll") ?? details).append(table(head, rows()));
  };
  if (details.open) details.dispatchEvent(new Event("toggle"));
}

/**
 * @param {string[]} head
 * @param {Cell[][]} rows
 */
function table(head, rows) {
  const made = document.createElement("table");
  if (rows.length > MOST) made.createCaption().textContent = `The first ${MOST} of ${count(rows.length, "row")}`;
  const line = made.createTHead().insertRow();
  head.forEach((text, i) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    if (typeof rows[0]?.[i] === "number") cell.className = "n";
    line.append(cell);
  });
  const body = made.createTBody();
  for (const row of rows.slice(0, MOST)) fill(body.insertRow(), row);
  return made;
}

/**
 * @param {HTMLTableRowElement} line
 * @param {Cell[]} row
 */
function fill(line, row) {
  for (const value of row) {
    const cell = line.insertCell();
    if (typeof value === "number") {
      cell.className = "n";
      cell.textContent = value ? value.toLocaleString("en") : "";
      continue;
    }
    const text = document.createElement("bdi");
    text.textContent = typeof value === "string" ? value : value.text;
    if (typeof value === "string") {
      cell.append(text);
      continue;
    }
    const link = document.createElement("a");
    link.href = value.href;
    link.append(text);
    cell.append(link);
  }
}

/** A number with its noun: "1 place", "12,000 places". @param {number} n @param {string} noun */
export const count = (n, noun) => `${n.toLocaleString("en")} ${n === 1 ? noun : `${noun}s`}`;
