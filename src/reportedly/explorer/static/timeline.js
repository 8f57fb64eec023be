// <re-timeline>: when it happened, week by week and stacked by type. A brush over weeks writes `since` and `until`.
import { hue, paint } from "./hues.js";
import { Picture, change, filter } from "./state.js";
import { count, retable } from "./table.js";
import { uPlot } from "./vendor/timeline.js";

/** @typedef {{week: string[], type: string[], n: number[][], undated: number, outside: number}} Weeks */

const HEIGHT = 190;
const DAY = 86_400;
const WIDEST = 64; // CSS pixels of a bar
const SHOWN = 6; // types told of one week

const CONTROLS = `
<div class="tools">
  <ul class="hues"></ul>
  <button type="button" data-do="all" hidden>All weeks</button>
</div>
<div class="chart" role="application" tabindex="0" aria-label="Events by week and type" aria-describedby="time-help"></div>
<p class="readout" role="status"></p>
<p class="note"><span class="counted"></span> <span id="time-help">Drag over weeks to see only those; or arrow keys go from
  week to week, Shift with them takes more, Enter shows only these.</span></p>`;

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("./vendor/timeline.css", import.meta.url).href;
document.head.append(sheet);

class ReTimeline extends Picture {
  /** @type {Weeks} */
  weeks = { week: [], type: [], n: [], undated: 0, outside: 0 };
  from = -1; // the weeks that are marked, from one end to the other
  to = -1;
  first = true;

  async start() {
    this.insertAdjacentHTML("afterbegin", CONTROLS);
    this.chart = /** @type {HTMLElement} */ (this.querySelector(".chart"));
    this.readout = /** @type {HTMLElement} */ (this.querySelector(".readout"));
    this.all = /** @type {HTMLButtonElement} */ (this.querySelector("button"));
    this.all.onclick = () => void change({ since: [], until: [] });
    this.chart.addEventListener("keydown", (event) => this.key(event));
    this.chart.addEventListener("blur", () => this.mark(-1, -1));
    new ResizeObserver(() => this.plot?.setSize({ width: this.chart?.clientWidth ?? 0, height: HEIGHT })).observe(this.chart);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    try {
      this.show(await this.fetch(location.search));
      performance.mark("timeline drawn");
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /** @param {Weeks} weeks */
  show(weeks) {
    super.show(weeks);
    this.weeks = weeks;
    this.from = this.to = -1;
    this.draw();
    const names = filter();
    if (this.all) this.all.hidden = !names.has("since") && !names.has("until");
    if (this.readout) this.readout.textContent = "";
    const counted = this.querySelector(".counted");
    const left = [
      weeks.undated && `${weeks.undated.toLocaleString("en")} without a known day are not shown.`,
      weeks.outside && `${weeks.outside.toLocaleString("en")} lie decades from the rest.`,
    ];
    if (counted) counted.textContent = left.filter(Boolean).join(" ");
    this.querySelector(".hues")?.replaceChildren(
      ...weeks.type.map((type, i) => {
        const item = document.createElement("li");
        const swatch = document.createElement("i");
        swatch.className = hue(type).name;
        item.append(swatch, ` ${words(type)} ${sum(weeks.n[i]).toLocaleString("en")}`);
        return item;
      }),
    );
    if (this.first) {
      this.first = false; // the server's own table is there already
      return;
    }
    const title = `The timeline as a table: ${count(weeks.week.length, "week")}`;
    retable(this.querySelector("details.data"), title, ["Week from", "All", ...weeks.type.map(words)], () =>
      weeks.week.map((week, i) => [week, sum(weeks.n.map((row) => row[i])), ...weeks.n.map((row) => row[i])]),
    );
  }

  draw() {
    const { chart, weeks } = this;
    if (!chart) return;
    this.plot?.destroy();
    this.plot = undefined;
    if (!weeks.week.length) return;
    const style = getComputedStyle(chart);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
    const starts = weeks.week.map(seconds);
    const heights = weeks.week.map((_, week) => sum(weeks.n.map((row) => row[week])));
    const paints = weeks.type.map((type) => paint(type, style));
    const axis = { stroke: colour("faint"), font: `11px ${style.fontFamily}`, ticks: { show: false } };
    this.plot = new uPlot(
      {
        width: chart.clientWidth,
        height: HEIGHT,
        padding: [8, 30, 0, 0],
        legend: { show: false },
        scales: {
          x: { time: true, range: [starts[0], starts[starts.length - 1] + 7 * DAY] },
          y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] },
        },
        series: [{}, { paths: () => null, points: { show: false } }],
        axes: [
          { ...axis, grid: { show: false }, size: 28, space: 84, values: days },
          { ...axis, grid: { stroke: colour("rule"), width: 1 }, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5] },
        ],
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
        hooks: {
          draw: [(plot) => stack(plot, starts, weeks.n, paints)],
          setCursor: [(plot) => this.hovered(plot)],
          setSelect: [(plot) => this.brushed(plot)],
        },
      },
      [starts, heights],
      chart,
    );
  }

  /** The number of the week at a place from the left of the picture. @param {number} left @returns {number} */
  weekAt(left) {
    const { plot, weeks } = this;
    if (!plot || !weeks.week.length) return -1;
    const week = Math.floor((plot.posToVal(left, "x") - seconds(weeks.week[0])) / (7 * DAY));
    return Math.max(0, Math.min(weeks.week.length - 1, week));
  }

  /** @param {uPlot} plot */
  hovered(plot) {
    if (this.from >= 0 || !this.readout) return;
    const left = plot.cursor.left ?? -1;
    this.readout.textContent = left < 0 ? "" : this.told(this.weekAt(left), this.weekAt(left));
  }

  /** @param {uPlot} plot */
  brushed(plot) {
    const { left, width } = plot.select;
    if (width < 3) return;
    this.only(this.weekAt(left), this.weekAt(left + width - 1));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.weeks.week.length - 1;
    /** @type {Record<string, () => number>} */
    const keys = { ArrowRight: () => this.to + 1, ArrowLeft: () => this.to - 1, Home: () => 0, End: () => last };
    if (event.key === "Enter" && this.from >= 0) this.only(this.from, this.to);
    else if (event.key === "Escape") this.mark(-1, -1);
    else if (keys[event.key] && last >= 0) {
      const to = Math.max(0, Math.min(last, this.to < 0 && event.key === "ArrowLeft" ? last : keys[event.key]()));
      this.mark(event.shiftKey && this.from >= 0 ? this.from : to, to);
    } else return;
    event.preventDefault();
  }

  /** Mark weeks, without showing only these. @param {number} first @param {number} last */
  mark(first, last) {
    const { plot, readout, weeks } = this;
    [this.from, this.to] = [first, last];
    if (!plot || !readout) return;
    const at = (/** @type {number} */ week) => plot.valToPos(seconds(weeks.week[0]) + week * 7 * DAY, "x");
    const [low, high] = [Math.min(first, last), Math.max(first, last)];
    const [left, right] = low < 0 ? [0, 0] : [at(low), at(high + 1)];
    plot.setSelect({ left, width: right - left, top: 0, height: plot.over.clientHeight }, false);
    readout.textContent = low < 0 ? "" : this.told(low, high);
  }

  /** @param {number} a @param {number} b */
  only(a, b) {
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    const end = new Date((seconds(this.weeks.week[last]) + 6 * DAY) * 1000).toISOString().slice(0, 10);
    void change({ since: [this.weeks.week[first]], until: [end] });
  }

  /** What happened in some weeks, in words. @param {number} first @param {number} last */
  told(first, last) {
    const { week, type, n } = this.weeks;
    const counts = n.map((row, i) => /** @type {const} */ ([words(type[i]), sum(row.slice(first, last + 1))]));
    const some = counts.filter(([, number]) => number).sort((a, b) => b[1] - a[1]);
    const named = some.slice(0, SHOWN).map(([name, number]) => `${name} ${number.toLocaleString("en")}`);
    const span = first === last ? `Week of ${week[first]}` : `Weeks of ${week[first]} to ${week[last]}`;
    const total = sum(some.map(([, number]) => number)).toLocaleString("en");
    return `${span}: ${total}${named.length ? ` – ${named.join(", ")}` : ""}${some.length > SHOWN ? ", others" : ""}`;
  }
}

/**
 * Draw the weeks as bars, stacked by type. uPlot's own bars take a path of hundreds of corners for each type, which a
 * browser without a graphics card fills ten times as slowly.
 * @param {uPlot} plot
 * @param {number[]} starts of the weeks, in seconds
 * @param {number[][]} n by type and week
 * @param {string[]} paints
 */
function stack(plot, starts, n, paints) {
  const { ctx } = plot;
  const [left, next] = [starts[0], starts[0] + 7 * DAY].map((stamp) => plot.valToPos(stamp, "x", true));
  const wide = Math.max(1, Math.min(WIDEST * devicePixelRatio, Math.round((next - left) * 0.86)));
  const [ground, one] = [plot.valToPos(0, "y", true), plot.valToPos(1, "y", true)];
  const tops = starts.map(() => 0);
  ctx.save();
  n.forEach((row, type) => {
    ctx.fillStyle = paints[type];
    row.forEach((number, week) => {
      if (!number) return;
      const [low, high] = [tops[week], tops[week] + number].map((n) => Math.round(ground + n * (one - ground)));
      ctx.fillRect(Math.round(left + week * (next - left)), high, wide, low - high);
      tops[week] += number;
    });
  });
  ctx.restore();
}

/** Midnight UTC of an ISO day, in seconds. @param {string} day */
const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** @param {string} type */
const words = (type) => type.replaceAll("_", " ").toLowerCase();

const MONTHS = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
const DAYS = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** Labels of the time axis. @type {uPlot.Axis.DynamicValues} */
const days = (_, splits) =>
  splits.map((stamp) => (splits[1] - splits[0] >= 28 * DAY ? MONTHS : DAYS).format(new Date(stamp * 1000)));

customElements.define("re-timeline", ReTimeline);
