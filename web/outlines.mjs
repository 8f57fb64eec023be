// Makes the map's outlines from Natural Earth (world-atlas) and boundaries.json, which says what is drawn otherwise.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoBounds, geoCentroid, geoContains } from "d3-geo";
import { iso31661 } from "iso-3166";
import { feature, mesh, merge } from "topojson-client";

const require = createRequire(import.meta.url);
const rules = JSON.parse(readFileSync(new URL("boundaries.json", import.meta.url), "utf-8"));
const alpha3 = new Map(iso31661.map((country) => [country.numeric, country.alpha3]));

/**
 * The outlines at a scale of 1 to 110 or 50 million.
 * land: GeoJSON MultiPolygon; borders, dashed: lists of lines; countries: [{iso3, name, rings}]; degrees throughout.
 */
export function outlines(scale) {
  const world = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${scale}m.json`), "utf-8"));
  const areas = world.objects.countries.geometries;
  for (const area of areas) area.code = rules.codes[area.properties.name] ?? alpha3.get(area.id) ?? "";
  for (const rule of rules.merge) {
    for (const area of areas) if (area.properties.name === rule.area) area.code = rule.into;
  }
  for (const rule of rules.move) move(world, areas, rule);
  const { borders, dashed } = lines(world);
  return {
    land: merge(world, world.objects.land.geometries),
    borders,
    dashed: [...dashed, ...rules.lines.map((rule) => rule.line)],
    countries: countries(world, areas),
  };
}

/** Move the polygon that holds a point from one country to another. */
function move(world, areas, rule) {
  const from = areas.find((area) => area.code === rule.from);
  const into = areas.find((area) => area.code === rule.into);
  const holds = (arcs) => geoContains(feature(world, { type: "Polygon", arcs }), rule.point);
  const moved = from.arcs.filter(holds);
  if (moved.length !== 1) throw new Error(`boundaries.json: no part of ${rule.from} alone holds ${rule.point}`);
  from.arcs = from.arcs.filter((arcs) => arcs !== moved[0]);
  const kept = into.type === "Polygon" ? [into.arcs] : into.arcs;
  Object.assign(into, { type: "MultiPolygon", arcs: [...kept, ...moved] });
}

function lines(world) {
  const object = world.objects.countries;
  const codes = [...new Set(object.geometries.map((area) => area.code).filter(Boolean))];
  const special = [...rules.drop, ...rules.dash];
  const between = (a, b) => special.filter((rule) => rule.between.includes(a.code) && rule.between.includes(b.code));
  const plain = (a, b) => a.code !== b.code && between(a, b).length === 0;
  const borders = [...mesh(world, object, plain).coordinates];
  const dashed = [];
  const done = new Set();
  for (const rule of special) {
    const pair = [...rule.between].sort().join();
    if (done.has(pair) || !rule.between.every((code) => codes.includes(code))) continue;
    done.add(pair);
    const rulesHere = special.filter((other) => [...other.between].sort().join() === pair);
    const these = (a, b) => a.code !== b.code && rule.between.includes(a.code) && rule.between.includes(b.code);
    for (const line of mesh(world, object, these).coordinates) {
      for (const [run, ruled] of runs(line, rulesHere)) {
        if (!ruled) borders.push(run);
        else if (rules.dash.includes(ruled)) dashed.push(run);
      }
    }
  }
  return { borders, dashed };
}

/** A line cut where another rule, or none, begins to hold for its segments. */
function* runs(line, rulesHere) {
  const ruleAt = (i) => {
    const [x, y] = [(line[i][0] + line[i + 1][0]) / 2, (line[i][1] + line[i + 1][1]) / 2];
    return rulesHere.find(({ box }) => !box || (box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]));
  };
  let start = 0;
  for (let i = 1; i < line.length; i++) {
    if (i === line.length - 1 || ruleAt(i) !== ruleAt(start)) {
      yield [line.slice(start, i + 1), ruleAt(start)];
      start = i;
    }
  }
}

function countries(world, areas) {
  const codes = [...new Set(areas.map((area) => area.code).filter(Boolean))].sort();
  const found = codes.map((code) => {
    const parts = areas.filter((area) => area.code === code);
    const own = parts.find((area) => rules.codes[area.properties.name] === code || alpha3.get(area.id) === code);
    const { coordinates } = merge(world, parts);
    return { iso3: code, name: own.properties.name, polygons: coordinates };
  });
  for (const rule of rules.split) split(found, rule);
  return found.map(({ polygons, ...country }) => ({ ...country, ...middle(polygons), rings: polygons.flat() }));
}

function split(found, rule) {
  const country = found.find(({ iso3 }) => iso3 === rule.country);
  const other = found.find(({ iso3 }) => iso3 === rule.into);
  const cut = (side) => country.polygons.map((rings) => rings.map((ring) => clipped(ring, rule.south_of, side)));
  const whole = (polygons) => polygons.map((rings) => rings.filter((ring) => ring.length > 3)).filter((p) => p.length);
  const south = whole(cut(-1));
  country.polygons = whole(cut(1));
  other.polygons = [...other.polygons, ...south];
}

/** The part of a ring north (side 1) or south (-1) of a latitude. */
function clipped(ring, latitude, side) {
  const inside = ([, y]) => side * (y - latitude) >= 0;
  const kept = [];
  for (let i = 0; i < ring.length - 1; i++) {
    const [a, b] = [ring[i], ring[i + 1]];
    if (inside(a)) kept.push(a);
    if (inside(a) !== inside(b)) {
      kept.push([a[0] + ((latitude - a[1]) / (b[1] - a[1])) * (b[0] - a[0]), latitude]);
    }
  }
  return kept.length ? [...kept, kept[0]] : kept;
}

/** Where a label stands: the middle of the largest polygon; and how wide that polygon is, in degrees. */
function middle(polygons) {
  const shapes = polygons.map((coordinates) => ({ type: "Polygon", coordinates }));
  const largest = shapes.reduce((best, shape) => (geoArea(shape) > geoArea(best) ? shape : best));
  const [[west], [east]] = geoBounds(largest);
  return { at: geoCentroid(largest), width: (east - west + 360) % 360 };
}

/** The outlines as a compact TopoJSON topology; arcs are quantized to steps of a degree / 100. */
export function topology({ land, borders, dashed, countries }) {
  const step = 0.01;
  const arcs = [];
  const add = (line) => {
    let [px, py] = [0, 0];
    const deltas = [];
    for (const [x, y] of line.map(([x, y]) => [Math.round(x / step), Math.round(y / step)])) {
      if (deltas.length && x === px && y === py) continue;
      deltas.push([x - px, y - py]);
      [px, py] = [x, y];
    }
    return arcs.push(deltas) - 1;
  };
  const lineString = (coordinates) => ({ type: "MultiLineString", arcs: coordinates.map((line) => [add(line)]) });
  const names = countries.filter(({ iso3 }) => !rules.unnamed.includes(iso3));
  return {
    type: "Topology",
    transform: { scale: [step, step], translate: [0, 0] },
    objects: {
      land: { type: "MultiPolygon", arcs: land.coordinates.map((rings) => rings.map((ring) => [add(ring)])) },
      borders: lineString(borders),
      dashed: lineString(dashed),
    },
    arcs,
    names: names.map(({ name, at, width }) => [name, ...rounded([...at, width], 1)]),
  };
}

/** Numbers, however deep in lists, to so many decimals. */
export function rounded(value, decimals) {
  if (Array.isArray(value)) return value.map((one) => rounded(one, decimals));
  return Number(value.toFixed(decimals));
}
