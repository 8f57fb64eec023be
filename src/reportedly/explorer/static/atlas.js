// The drawing of the map on a canvas: land, lines and names that only orient, and marks whose area is a number.
import { feature, geoEqualEarth, geoGraticule10, geoPath } from "./vendor/map.js";

/**
 * @typedef {object} Mark
 * @property {[number, number]} at longitude and latitude, in degrees
 * @property {number} n
 * @property {boolean} hollow known no finer than by country
 * @property {string} label
 * @property {string | null} place its name for the filter; none where the mark stands for several places
 * @property {number} x where it stands at zoom 1, in CSS pixels
 * @property {number} y
 * @property {number} r its radius, in CSS pixels, at any zoom
 *
 * @typedef {{k: number, x: number, y: number}} Zoom
 * @typedef {{sphere: Path2D, graticule: Path2D, land: Path2D, borders: Path2D, dashed: Path2D,
 *   names: [string, number, number, number][]}} Outlines
 * @typedef {import("topojson-specification").Topology & {names: [string, number, number, number][]}} Land
 */

const FINE_FROM = 4; // zoom from which the finer outlines are worth drawing
const NAMES_FROM = 60; // CSS pixels that a country is wide when its name is shown
const MOST_LABELS = 16;

/** What the picture of the world holds: all but the Antarctic. @type {GeoJSON.MultiPoint} */
const WORLD = { type: "MultiPoint", coordinates: [[-180, 0], [180, 0], [0, -57], [0, 84]] };

export class Atlas {
  /** @param {HTMLCanvasElement} canvas @param {(fine: boolean) => Promise<Land>} load */
  constructor(canvas, load) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.projection = geoEqualEarth().precision(0.1);
    this.load = load;
    /** @type {{coarse?: Land, fine?: Land}} */
    this.lands = {};
    /** @type {Set<string>} */
    this.loading = new Set();
    /** @type {Map<Land, Outlines>} */
    this.paths = new Map();
    /** @type {Mark[]} */
    this.marks = [];
    this.width = this.height = 0;
    this.kept = document.createElement("canvas");
    this.drawn = "";
  }

  /** Take the size that the canvas has on the page. */
  resize() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = devicePixelRatio;
    this.width = clientWidth;
    this.height = clientHeight;
    Object.assign(this.canvas, { width: Math.round(clientWidth * ratio), height: Math.round(clientHeight * ratio) });
    this.projection.fitExtent([[4, 4], [this.width - 4, this.height - 4]], WORLD);
    this.paths.clear();
    this.place();
  }

  /** @param {Omit<Mark, "x" | "y" | "r">[]} marks the largest first */
  take(marks) {
    this.marks = marks.map((mark) => ({ ...mark, x: 0, y: 0, r: 0 }));
    this.place();
  }

  place() {
    const largest = this.marks[0]?.n ?? 1;
    const most = Math.max(9, Math.min(26, this.width / 34));
    for (const mark of this.marks) {
      [mark.x, mark.y] = this.projection(mark.at) ?? [NaN, NaN];
      mark.r = Math.max(2.5, most * Math.sqrt(mark.n / largest));
    }
  }

  /** Fetch the outlines fit for a zoom; whether there are some now that were not there before. @param {number} k */
  async outlines(k) {
    const name = k >= FINE_FROM && this.lands.coarse ? "fine" : "coarse";
    if (this.lands[name] || this.loading.has(name)) return false;
    this.loading.add(name);
    try {
      this.lands[name] = await this.load(name === "fine");
      return true;
    } finally {
      this.loading.delete(name);
    }
  }

  /** @param {Zoom} zoom @param {Mark | undefined} chosen */
  draw(zoom, chosen) {
    const { context } = this;
    if (!this.canvas.width || !this.canvas.height) return; // it is not shown
    const style = getComputedStyle(this.canvas);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const ratio = devicePixelRatio;
    const land = (zoom.k >= FINE_FROM && this.lands.fine) || this.lands.coarse;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (land) context.drawImage(this.ground(land, zoom, colour), 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawMarks(zoom, chosen, colour);
    this.drawNames(zoom, chosen, land?.names ?? [], colour, style.fontFamily);
  }

  /** @param {Land} land @returns {Outlines} */
  pathsOf(land) {
    const known = this.paths.get(land);
    if (known) return known;
    const drawn = (/** @type {import("d3-geo").GeoPermissibleObjects} */ shape) => {
      const path = new Path2D();
      geoPath(this.projection, /** @type {any} */ (path))(shape);
      return path;
    };
    const [shape, borders, dashed] = ["land", "borders", "dashed"].map((name) => drawn(feature(land, land.objects[name])));
    const names = land.names.map(([name, longitude, latitude, degrees]) => {
      const [x, y] = this.projection([longitude, latitude]) ?? [NaN, NaN];
      const [right] = this.projection([longitude + degrees / 2, latitude]) ?? [NaN];
      return /** @type {[string, number, number, number]} */ ([name, x, y, 2 * Math.abs(right - x)]);
    });
    const [sphere, graticule] = [drawn({ type: "Sphere" }), drawn(geoGraticule10())];
    const outlines = { sphere, graticule, land: shape, borders, dashed, names };
    this.paths.set(land, outlines);
    return outlines;
  }

  /**
   * The map without marks, kept as long as nobody moves it.
   * @param {Land} land
   * @param {Zoom} zoom
   * @param {(name: string) => string} colour
   */
  ground(land, zoom, colour) {
    const { width, height } = this.canvas;
    const key = [land === this.lands.fine, zoom.k, zoom.x, zoom.y, width, height, colour("land")].join();
    if (key === this.drawn) return this.kept;
    this.drawn = key;
    Object.assign(this.kept, { width, height });
    this.drawLand(this.pathsOf(land), zoom, colour);
    return this.kept;
  }

  /** @param {Outlines} outlines @param {Zoom} zoom @param {(name: string) => string} colour */
  drawLand(outlines, zoom, colour) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.kept.getContext("2d"));
    const ratio = devicePixelRatio;
    context.setTransform(ratio * zoom.k, 0, 0, ratio * zoom.k, ratio * zoom.x, ratio * zoom.y);
    const stroke = (/** @type {string} */ name, /** @type {number} */ pixels, /** @type {number[]} */ dash = []) => {
      context.strokeStyle = colour(name);
      context.lineWidth = pixels / zoom.k;
      context.setLineDash(dash.map((length) => length / zoom.k));
    };
    context.fillStyle = colour("sea");
    context.fill(outlines.sphere);
    stroke("graticule", 0.5);
    context.stroke(outlines.graticule);
    context.fillStyle = colour("land");
    context.fill(outlines.land);
    stroke("coast", 0.6);
    context.stroke(outlines.land);
    stroke("border", 0.8);
    context.stroke(outlines.borders);
    stroke("border", 0.9, [3, 3]);
    context.stroke(outlines.dashed);
    context.setLineDash([]);
  }

  /** @param {Zoom} zoom @param {Mark | undefined} chosen @param {(name: string) => string} colour */
  drawMarks(zoom, chosen, colour) {
    const { context } = this;
    const [fill, line, paper] = [colour("mark"), colour("mark-line"), colour("sea")];
    for (const mark of this.marks) {
      const [x, y] = [mark.x * zoom.k + zoom.x, mark.y * zoom.k + zoom.y];
      if (!this.sees(x, y, mark.r)) continue;
      context.beginPath();
      context.arc(x, y, mark.r, 0, 2 * Math.PI);
      if (!mark.hollow) {
        context.globalAlpha = 0.6;
        context.fillStyle = fill;
        context.fill();
        context.globalAlpha = 1;
      }
      context.strokeStyle = mark.hollow ? line : paper;
      context.lineWidth = mark.hollow ? 1.6 : 0.8;
      context.stroke();
      if (mark !== chosen) continue;
      context.beginPath();
      context.arc(x, y, mark.r + 3, 0, 2 * Math.PI);
      context.strokeStyle = colour("ink");
      context.lineWidth = 2;
      context.stroke();
    }
  }

  /** @param {number} x @param {number} y @param {number} r */
  sees(x, y, r) {
    return x > -r && y > -r && x < this.width + r && y < this.height + r;
  }

  /**
   * Names of the largest marks with their numbers, then of countries, each where nothing is written yet.
   * @param {Zoom} zoom
   * @param {Mark | undefined} chosen
   * @param {[string, number, number, number][]} countries
   * @param {(name: string) => string} colour
   * @param {string} font
   */
  drawNames(zoom, chosen, countries, colour, font) {
    const { context } = this;
    /** @type {[number, number, number, number][]} */
    const taken = [];
    const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ must) => {
      const wide = context.measureText(text).width;
      const box = /** @type {[number, number, number, number]} */ ([x, y - 7, x + wide, y + 7]);
      if (!must && (box[0] < 0 || box[2] > this.width || taken.some((other) => meet(box, other)))) return;
      taken.push(box);
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    };
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = colour("halo");
    context.font = `600 12px ${font}`;
    context.fillStyle = colour("ink");
    const labelled = this.marks.slice(0, MOST_LABELS).filter((mark) => mark !== chosen);
    for (const mark of chosen ? [chosen, ...labelled] : labelled) {
      const [x, y] = [mark.x * zoom.k + zoom.x, mark.y * zoom.k + zoom.y];
      const text = `${short(mark.label)} ${mark.n.toLocaleString("en")}`;
      if (this.sees(x, y, 0)) write(text, x + mark.r + 4, y, mark === chosen);
    }
    context.font = `11px ${font}`;
    context.fillStyle = colour("faint");
    const known = new Set(this.marks.slice(0, MOST_LABELS).map((mark) => mark.label));
    for (const [name, x0, y0, wide0] of this.pathNames(countries)) {
      const [x, y] = [x0 * zoom.k + zoom.x, y0 * zoom.k + zoom.y];
      if (wide0 * zoom.k < NAMES_FROM || known.has(name) || !this.sees(x, y, 0)) continue;
      write(name, x - context.measureText(name).width / 2, y, false);
    }
  }

  /** @param {[string, number, number, number][]} countries */
  pathNames(countries) {
    for (const [land, outlines] of this.paths) if (land.names === countries) return outlines.names;
    return [];
  }
}

/** @param {number[]} a @param {number[]} b */
const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** @param {string} text */
const short = (text) => ([...text].length > 28 ? `${[...text].slice(0, 27).join("")}…` : text);
