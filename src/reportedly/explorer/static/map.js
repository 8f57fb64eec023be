// <re-map>: where it happened. Pan and zoom write the filter's `box`; arrow keys go from mark to mark.
import { Atlas } from "./atlas.js";
import { Picture, change, filter, get, go, narrowed } from "./state.js";
import { count, retable } from "./table.js";
import { select, zoom, zoomIdentity } from "./vendor/map.js";

/** @typedef {import("./atlas.js").Mark} Mark */
/** @typedef {{lon: number[], lat: number[], n: number[], level: string[], label: string[],
 *   place: (string | null)[], unplaced: number}} Cells */

const CLOSEST = 80;
const NARROWEST = 9; // degrees that the first view shows at least
const SETTLED = 350; // ms after which a movement counts as done

const CONTROLS = `
<div class="tools">
  <button type="button" data-do="in" aria-label="Zoom in">+</button>
  <button type="button" data-do="out" aria-label="Zoom out">−</button>
  <button type="button" data-do="world">World</button>
  <label><input type="checkbox" checked> moving the map narrows the set</label>
</div>
<div class="chart" role="application" tabindex="0" aria-label="Map of events" aria-describedby="map-help">
  <canvas aria-hidden="true"></canvas>
  <div class="tip" hidden><span></span></div>
</div>
<p class="note">
  <span class="legend"><i class="dot"></i> a place</span> <span class="legend"><i class="ring"></i> known no finer than a
  country, region or sea</span> <span class="counted"></span> <span id="map-help">Arrow keys go from mark to mark, Enter shows one
  place only, + and − zoom, 0 shows all.</span> Borders are for orientation only and imply no position on any territory:
  outlines of Natural Earth, changed towards those of United Nations maps, dashed where disputed or not agreed.
</p>
<p class="unseen" role="status"></p>`;

class ReMap extends Picture {
  first = true;
  unplaced = 0;
  zoomed = zoomIdentity;
  /** @type {Mark | undefined} */
  chosen = undefined;

  async start() {
    this.insertAdjacentHTML("afterbegin", CONTROLS);
    this.chart = /** @type {HTMLElement} */ (this.querySelector(".chart"));
    this.tip = /** @type {HTMLElement} */ (this.querySelector(".tip"));
    this.canvas = /** @type {HTMLCanvasElement} */ (this.querySelector("canvas"));
    this.atlas = new Atlas(this.canvas, async (fine) => {
      const address = new URL(`./vendor/land${fine ? "-fine" : ""}.json`, import.meta.url);
      return (await get(address.href, "application/json")).json();
    });
    this.moves = zoom()
      .scaleExtent([1, CLOSEST])
      .filter((event) => this.takes(event))
      .on("zoom", (event) => this.moved(event))
      .on("end", (event) => event.sourceEvent && this.settle());
    this.listen();
    try {
      const [cells] = await Promise.all([this.fetch(location.search), this.atlas.outlines(1)]);
      this.show(cells);
      performance.mark("map drawn");
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  listen() {
    const { chart, canvas } = this;
    if (!chart || !canvas || !this.moves) return;
    select(/** @type {Element} */ (canvas)).call(this.moves).on("dblclick.zoom", null);
    new ResizeObserver(() => this.resized()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    canvas.addEventListener("pointermove", (event) => event.buttons || this.choose(this.at(event), false));
    canvas.addEventListener("pointerleave", () => document.activeElement === chart || this.choose(undefined, false));
    canvas.addEventListener("click", (event) => this.only(this.at(event)));
    chart.addEventListener("keydown", (event) => this.key(event));
    chart.addEventListener("blur", () => this.choose(undefined, false));
    for (const button of this.querySelectorAll("button")) button.onclick = () => this.act(button.dataset.do ?? "");
  }

  /** A wheel scrolls the page unless the map has the focus or Ctrl is held; one finger scrolls, two move. @param {any} event */
  takes(event) {
    if (event.type === "wheel") return event.ctrlKey || document.activeElement === this.chart;
    if (event.type.startsWith("touch")) return event.touches.length > 1;
    return !event.button;
  }

  /** @param {Cells} cells */
  show(cells) {
    super.show(cells);
    const { lon, lat, n, level, label, place, unplaced } = cells;
    this.unplaced = unplaced;
    this.atlas?.take(
      n.map((number, i) => ({
        at: [lon[i], lat[i]], n: number, hollow: level[i] === "country", label: label[i] || "several places", place: place[i],
      })),
    );
    this.choose(undefined, false);
    this.fit();
    this.draw();
    const counted = this.querySelector(".counted");
    if (counted) counted.textContent = unplaced ? `${unplaced.toLocaleString("en")} without a place are not on the map.` : "";
    if (this.first) {
      this.first = false; // the server's own table is there already
      return;
    }
    retable(this.querySelector("details.data"), `The map as a table: ${count(n.length, "place")}`, ["Place", "Known as", "Events"], () =>
      this.marks.map((mark) => [{ text: mark.label, href: only(mark) }, mark.hollow ? "country" : "place", mark.n]),
    );
  }

  /** All marks on the map, the largest first. */
  get marks() {
    return this.atlas?.marks ?? [];
  }

  resized() {
    this.atlas?.resize();
    this.fit();
    this.draw();
  }

  /** Show the filter's box, or else all marks; a view that this map itself wrote into the filter stays as it is. */
  fit() {
    const { atlas, canvas, moves } = this;
    const box = filter().get("box");
    if (!atlas?.width || !canvas || !moves || (box && box === this.wrote)) return;
    this.wrote = undefined;
    const [south, west, north, east] = box?.split(",").map(Number) ?? bounds(this.marks);
    const edges = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => {
      const [x, y] = [west + part * (east - west), south + part * (north - south)];
      return [[x, south], [x, north], [west, y], [east, y]];
    });
    const points = edges.map((point) => atlas.projection(/** @type {[number, number]} */ (point)) ?? [0, 0]);
    const [xs, ys] = [points.map((point) => point[0]), points.map((point) => point[1])];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const k = Math.max(1, Math.min(CLOSEST, atlas.width / (right - left), atlas.height / (bottom - top)) || 1);
    const at = k === 1 ? zoomIdentity : zoomIdentity
      .translate(atlas.width / 2, atlas.height / 2).scale(k).translate(-(left + right) / 2, -(top + bottom) / 2);
    moves.translateExtent([[0, 0], [atlas.width, atlas.height]]).extent([[0, 0], [atlas.width, atlas.height]]);
    moves.transform(select(/** @type {Element} */ (canvas)), at);
  }

  /** @param {any} event */
  moved(event) {
    this.zoomed = event.transform;
    if (event.sourceEvent) this.choose(undefined, false);
    this.draw();
  }

  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.atlas?.draw(this.zoomed, this.chosen);
    });
    void this.atlas?.outlines(this.zoomed.k).then((fresh) => fresh && this.draw());
  }

  /** A movement by hand has ended: the set is what is seen now. */
  settle() {
    clearTimeout(this.timer);
    if (!(/** @type {HTMLInputElement | null} */ (this.querySelector(".tools input"))?.checked)) return;
    this.timer = setTimeout(() => {
      this.wrote = this.box();
      void change({ box: this.wrote ? [this.wrote] : [] });
    }, SETTLED);
  }

  /** What is seen, as SOUTH,WEST,NORTH,EAST in degrees; nothing where that is the world. */
  box() {
    const { atlas, zoomed } = this;
    if (!atlas || zoomed.k < 1.02) return undefined;
    const found = [];
    for (let i = 0; i <= 16; i++) {
      for (let j = 0; j <= 16; j++) {
        const point = zoomed.invert([(i / 16) * atlas.width, (j / 16) * atlas.height]);
        const [longitude, latitude] = atlas.projection.invert?.(point) ?? [NaN, NaN];
        if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90) found.push([longitude, latitude]);
      }
    }
    if (!found.length) return undefined;
    const [longitudes, latitudes] = [found.map((point) => point[0]), found.map((point) => point[1])];
    const edges = [Math.min(...latitudes), Math.min(...longitudes), Math.max(...latitudes), Math.max(...longitudes)];
    return edges.map((degrees) => degrees.toFixed(2)).join();
  }

  /** @param {string} what */
  act(what) {
    const { canvas, moves } = this;
    if (!canvas || !moves) return;
    if (what === "world") {
      moves.transform(select(/** @type {Element} */ (canvas)), zoomIdentity);
      if (filter().has("box")) void change({ box: [] }).then(() => moves.transform(select(/** @type {Element} */ (canvas)), zoomIdentity));
      return;
    }
    const around = this.chosen ? /** @type {[number, number]} */ (this.zoomed.apply([this.chosen.x, this.chosen.y])) : undefined;
    moves.scaleBy(select(/** @type {Element} */ (canvas)), what === "in" ? 2 : 0.5, around);
    this.settle();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { marks } = this;
    const now = this.chosen ? marks.indexOf(this.chosen) : -1;
    const last = marks.length - 1;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: () => this.choose(marks[Math.min(now + 1, last)], true),
      ArrowDown: () => this.choose(marks[Math.min(now + 1, last)], true),
      ArrowLeft: () => this.choose(marks[Math.max(now - 1, 0)], true),
      ArrowUp: () => this.choose(marks[Math.max(now - 1, 0)], true),
      Home: () => this.choose(marks[0], true),
      End: () => this.choose(marks[last], true),
      Enter: () => this.only(this.chosen),
      Escape: () => this.choose(undefined, false),
      "+": () => this.act("in"),
      "=": () => this.act("in"),
      "-": () => this.act("out"),
      0: () => this.act("world"),
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  }

  /** The mark under the pointer, the smallest of several. @param {MouseEvent} event @returns {Mark | undefined} */
  at(event) {
    const { k, x, y } = this.zoomed;
    return this.marks.findLast((mark) => Math.hypot(mark.x * k + x - event.offsetX, mark.y * k + y - event.offsetY) < mark.r + 3);
  }

  /** @param {Mark | undefined} mark @param {boolean} aloud whether a screen reader is to say it */
  choose(mark, aloud) {
    const { tip, atlas } = this;
    if (mark === this.chosen || !tip || !atlas) return;
    this.chosen = mark;
    tip.hidden = !mark;
    if (mark) {
      const [x, y] = this.zoomed.apply([mark.x, mark.y]);
      if (aloud && !atlas.sees(x, y, -mark.r)) this.centre(mark);
      const text = `${mark.label}: ${count(mark.n, "event")}${mark.hollow ? ", known no finer than a country or region" : ""}`;
      const told = /** @type {HTMLElement} */ (tip.firstElementChild);
      told.textContent = text;
      tip.classList.toggle("left", x > atlas.width / 2);
      Object.assign(tip.style, { left: `${Math.min(x, atlas.width)}px`, top: `${Math.max(0, y + mark.r + 6)}px` });
      const status = this.querySelector("[role=status]");
      if (aloud && status) status.textContent = text;
    }
    this.draw();
  }

  /** @param {Mark} mark */
  centre(mark) {
    if (this.canvas) this.moves?.translateTo(select(/** @type {Element} */ (this.canvas)), mark.x, mark.y);
  }

  /** Show what happened at one place only. @param {Mark | undefined} mark */
  only(mark) {
    if (mark) void go(only(mark));
  }
}

/** The address that shows what one mark counts: a place, or where it stands for several a square degree. @param {Mark} mark */
function only({ place, at: [longitude, latitude] }) {
  if (place) return narrowed({ place: [`=${place}`] });
  const edges = [latitude - 0.5, longitude - 0.5, latitude + 0.5, longitude + 0.5];
  return narrowed({ box: [edges.map((degrees) => degrees.toFixed(2)).join()] });
}

/** What holds all marks, as south, west, north, east; the world where there is none. @param {Mark[]} marks */
function bounds(marks) {
  if (!marks.length) return [-60, -180, 85, 180];
  const [longitudes, latitudes] = [marks.map((mark) => mark.at[0]), marks.map((mark) => mark.at[1])];
  const spread = (/** @type {number[]} */ values) => {
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    const margin = Math.max((NARROWEST - (high - low)) / 2, (high - low) * 0.12);
    return [low - margin, high + margin];
  };
  const [[west, east], [south, north]] = [spread(longitudes), spread(latitudes)];
  return [Math.max(south, -89), Math.max(west, -180), Math.min(north, 89), Math.min(east, 180)];
}

customElements.define("re-map", ReMap);
