// Which colour and texture a type has: eight hues, plain or hatched, in the order in which the filter's form lists types.

const HUES = 8;

/** @type {string[]} */
const met = [];

/** All types, as the form has them. @type {string[] | undefined} */
let listed;

/** @param {string} type @returns {{number: number, hatched: boolean, name: string}} its CSS class is `name` */
export function hue(type) {
  listed ??= [...document.querySelectorAll("#filter [name=type] option")]
    .map((option) => /** @type {HTMLOptionElement} */ (option).value)
    .filter(Boolean);
  let at = listed.indexOf(type);
  if (at < 0) at = listed.length + (met.includes(type) ? met.indexOf(type) : met.push(type) - 1);
  const [number, hatched] = [(at % HUES) + 1, Math.floor(at / HUES) % 2 === 1];
  return { number, hatched, name: `hue h${number}${hatched ? " hatched" : ""}` };
}

/** What a canvas fills with for a type. @param {string} type @param {CSSStyleDeclaration} style */
export function paint(type, style) {
  const { number, hatched } = hue(type);
  const colour = style.getPropertyValue(`--h${number}`).trim();
  if (!hatched) return colour;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const context = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  context.fillStyle = style.getPropertyValue("--paper").trim();
  context.fillRect(0, 0, 6, 6);
  context.strokeStyle = colour;
  context.lineWidth = 2.2;
  context.beginPath();
  for (const shift of [-6, 0, 6]) {
    context.moveTo(shift - 1, 7);
    context.lineTo(shift + 7, -1);
  }
  context.stroke();
  return /** @type {any} */ (context.createPattern(tile, "repeat")); // uPlot's types name colours alone; a canvas takes both
}
