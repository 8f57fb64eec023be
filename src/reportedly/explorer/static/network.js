// <re-network>: who does what to whom. Arrow keys go from actor to actor; what touches the one in focus is lit and told.
import { hue } from "./hues.js";
import { Picture } from "./state.js";
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "./vendor/network.js";

/**
 * @typedef {{id: string, label: string, n: number, x: number, y: number, r: number}} Node
 * @typedef {{source: string, target: string, n: number, type: string}} Pair
 * @typedef {{source: Node, target: Node, n: number, type: string}} Link
 */

const SVG = "http://www.w3.org/2000/svg";
const TICKS = 300;
const CHIEF = 6; // actors that are named whether there is room or not
const LETTER = 0.56; // how wide a letter is at most times, of its height
const TOLD = 8;

class ReNetwork extends Picture {
  async start() {
    this.insertAdjacentHTML("afterbegin", `
      <ul class="hues"></ul>
      <div class="chart" role="group" aria-label="Network of actors" aria-describedby="net-help"></div>
      <p class="readout" role="status"></p>
      <p class="note" id="net-help">A circle is an actor, its area the number of events; a line leads from who did it to whom,
        thick at its end. Tab enters, arrow keys go from actor to actor, Enter shows one actor only.</p>`);
    this.chart = /** @type {HTMLElement} */ (this.querySelector(".chart"));
    this.readout = /** @type {HTMLElement} */ (this.querySelector(".readout"));
    this.chart.addEventListener("keydown", (event) => this.key(event));
    try {
      this.show(await this.fetch(location.search));
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /** @param {{nodes: {id: string, label: string, n: number}[], links: Pair[]}} data */
  show(data) {
    super.show(data);
    const most = Math.max(1, ...data.nodes.map((node) => node.n));
    /** @type {Node[]} */
    this.nodes = data.nodes.map((node) => ({ ...node, x: 0, y: 0, r: 4 + 18 * Math.sqrt(node.n / most) }));
    for (const node of this.nodes) Object.assign(node, { x: undefined, y: undefined }); // laid out on a spiral at first
    const known = new Set(this.nodes.map((node) => node.id));
    const pairs = data.links.filter((link) => known.has(link.source) && known.has(link.target));
    this.links = this.lay(pairs.filter((pair) => pair.source !== pair.target));
    this.paint();
  }

  /** Find a place for each actor; the same data always give the same picture. @param {Pair[]} pairs @returns {Link[]} */
  lay(pairs) {
    const nodes = this.nodes ?? [];
    const links = pairs.map((pair) => ({ ...pair }));
    forceSimulation(nodes)
      .force("link", forceLink(links).id((node) => /** @type {Node} */ (node).id).distance(70).strength(0.3))
      .force("charge", forceManyBody().strength(-240).distanceMax(420))
      .force("x", forceX().strength(0.045))
      .force("y", forceY().strength(0.15))
      .force("collide", forceCollide((node) => /** @type {Node} */ (node).r + 6))
      .stop()
      .tick(TICKS);
    return /** @type {Link[]} */ (/** @type {unknown} */ (links));
  }

  paint() {
    const { nodes = [], links = [], chart } = this;
    if (!chart) return;
    const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
    const [left, top] = [Math.min(-200, ...xs) - 30, Math.min(-100, ...ys) - 30];
    const [wide, high] = [Math.max(200, ...xs) + 110 - left, Math.max(100, ...ys) + 30 - top];
    const size = 12 * Math.max(1, wide / (chart.clientWidth || wide)); // 12 pixels, whatever the picture is scaled to
    const svg = make("svg", { viewBox: [left, top, wide, high].map(Math.round).join(" "), "font-size": size });
    const most = Math.max(1, ...links.map((link) => link.n));
    this.lines = links.map((link) => {
      const line = make("path", { d: wedge(link, 1 + 5 * Math.sqrt(link.n / most)), class: hue(link.type).name });
      svg.append(line);
      return line;
    });
    const named = roomy(nodes, size, [left, top, left + wide, top + high]);
    this.circles = nodes.map((node, i) => this.circle(node, i, named.get(node)));
    svg.append(...this.circles);
    chart.replaceChildren(svg);
    const types = [...new Set(links.map((link) => link.type))];
    this.querySelector(".hues")?.replaceChildren(
      ...types.map((type) => {
        const [item, swatch] = [document.createElement("li"), document.createElement("i")];
        swatch.className = hue(type).name;
        item.append(swatch, ` ${words(type)}`);
        return item;
      }),
    );
  }

  /** @param {Node} node @param {number} i @param {{x: number, y: number, anchor: string} | undefined} place of its name */
  circle(node, i, place) {
    const address = new URLSearchParams(location.search);
    address.set("actor", `=${node.label}`);
    address.delete("page");
    const link = make("a", { href: `?${address}`, tabindex: i ? "-1" : "0" });
    link.setAttribute("aria-label", `${node.label}, ${node.n}`);
    link.append(make("circle", { cx: node.x, cy: node.y, r: node.r }));
    const { x, y, anchor } = place ?? { x: node.x + node.r + 4, y: node.y, anchor: "start" };
    const label = make("text", { x, y, "text-anchor": anchor, class: place ? "" : "minor" });
    label.textContent = short(node.label);
    link.append(label);
    link.addEventListener("focus", () => this.light(node));
    link.addEventListener("blur", () => this.light(undefined));
    link.addEventListener("mouseenter", () => this.light(node));
    link.addEventListener("mouseleave", () => this.light(undefined));
    return link;
  }

  /** @param {Node | undefined} node */
  light(node) {
    const { nodes = [], links = [], lines = [], circles = [], readout, chart } = this;
    chart?.classList.toggle("lighting", node !== undefined);
    const near = new Set([node]);
    links.forEach((link, i) => {
      const touches = node === link.source || node === link.target;
      lines[i].classList.toggle("lit", touches);
      if (touches) near.add(link.source).add(link.target);
    });
    circles.forEach((circle, i) => circle.classList.toggle("lit", near.has(nodes[i])));
    if (readout) readout.textContent = node ? this.told(node) : "";
  }

  /** @param {Node} node */
  told(node) {
    const touching = (this.links ?? []).filter((link) => link.source === node || link.target === node);
    const lines = touching.sort((a, b) => b.n - a.n).map((link) =>
      link.source === node ? `${words(link.type)} → ${link.target.label} ${link.n}` : `${words(link.type)} ← ${link.source.label} ${link.n}`,
    );
    const more = lines.length > TOLD ? `; ${lines.length - TOLD} more` : "";
    return `${node.label} (${node.n.toLocaleString("en")}): ${lines.slice(0, TOLD).join("; ")}${more}`;
  }

  /** The nearest actor in the direction of the arrow has the focus next. @param {KeyboardEvent} event */
  key(event) {
    const ways = /** @type {Record<string, [number, number]>} */ ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] });
    const way = ways[event.key];
    const { nodes = [], circles = [] } = this;
    const from = nodes[circles.findIndex((circle) => circle === document.activeElement)];
    if (!way || !from) return;
    event.preventDefault();
    const far = (/** @type {Node} */ node) => {
      const [dx, dy] = [node.x - from.x, node.y - from.y];
      const along = dx * way[0] + dy * way[1];
      return along <= 0 ? Infinity : Math.hypot(dx, dy) * (2 - along / Math.hypot(dx, dy));
    };
    const next = nodes.reduce((best, node) => (far(node) < far(best) ? node : best), from);
    if (next === from) return;
    circles.forEach((circle, i) => circle.setAttribute("tabindex", nodes[i] === next ? "0" : "-1"));
    circles[nodes.indexOf(next)].focus();
  }
}

/**
 * Where the names of actors stand that find room, those with the most events first: to the right, left, above or below.
 * @param {Node[]} nodes
 * @param {number} size of the letters
 * @param {number[]} edges
 * @returns {Map<Node, {x: number, y: number, anchor: string}>}
 */
function roomy(nodes, size, edges) {
  const named = new Map();
  const taken = nodes.filter((node) => node.r > 7).map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  const meets = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  for (const [rank, node] of [...nodes].sort((a, b) => b.n - a.n).entries()) {
    const [wide, off] = [short(node.label).length * size * LETTER, node.r + 4];
    const tries = [
      { x: node.x + off, y: node.y, anchor: "start", left: node.x + off },
      { x: node.x - off, y: node.y, anchor: "end", left: node.x - off - wide },
      { x: node.x, y: node.y - off - size / 2, anchor: "middle", left: node.x - wide / 2 },
      { x: node.x, y: node.y + off + size / 2, anchor: "middle", left: node.x - wide / 2 },
    ];
    const boxes = tries.map(({ left, y }) => [left, y - size * 0.6, left + wide, y + size * 0.6]);
    const fits = boxes.findIndex(
      (box) => box[0] > edges[0] && box[2] < edges[2] && !taken.some((other) => meets(box, other)),
    );
    const at = fits < 0 && rank < CHIEF ? 0 : fits;
    if (at < 0) continue;
    taken.push(boxes[at]);
    named.set(node, tries[at]);
  }
  return named;
}

/** @param {string} label */
const short = (label) => ([...label].length > 32 ? `${[...label].slice(0, 31).join("")}…` : label);

/** A line that is thin where it begins and thick where it ends. @param {Link} link @param {number} width */
function wedge({ source, target }, width) {
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(dx, dy) || 1;
  const [x, y] = [target.x - (dx / length) * target.r, target.y - (dy / length) * target.r];
  const [nx, ny] = [(-dy / length) * width, (dx / length) * width];
  const [mx, my] = [(source.x + x) / 2 + (-dy / length) * length * 0.08, (source.y + y) / 2 + (dx / length) * length * 0.08];
  return `M${source.x},${source.y}Q${mx + nx / 2},${my + ny / 2},${x + nx},${y + ny}L${x - nx},${y - ny}Q${mx - nx / 2},${my - ny / 2},${source.x},${source.y}Z`;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function make(name, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** @param {string} type */
const words = (type) => type.replaceAll("_", " ").toLowerCase();

customElements.define("re-network", ReNetwork);
