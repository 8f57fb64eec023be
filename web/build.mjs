// Bundles what the explorer's pages take from npm: node build.mjs FOLDER
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { outlines, rounded, topology } from "./outlines.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
if (!target) throw new Error("say where to: node build.mjs FOLDER");
mkdirSync(target, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["map", "timeline", "network"].map((name) => join(here, "entries", `${name}.js`)),
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none", // all notices are in LICENSES.txt
  metafile: true,
});
copyFileSync(join(here, "node_modules/uplot/dist/uPlot.min.css"), join(target, "timeline.css"));

const [coarse, fine] = [outlines(110), outlines(50)];
const json = (name, value) => writeFileSync(join(target, name), JSON.stringify(value));
json("land.json", topology(coarse));
json("land-fine.json", topology(fine));
json("outlines.json", {
  about: "Natural Earth 1:110m with the departures of boundaries.json; [longitude, latitude] in degrees; lines only orient",
  countries: coarse.countries.map(({ iso3, name, rings }) => ({ iso3, name, rings: rounded(rings, 2) })),
  borders: rounded(coarse.borders, 2),
  dashed: rounded(coarse.dashed, 2),
});

const bundled = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
const packages = [...new Set([...bundled, "world-atlas"])].filter(Boolean).sort();
writeFileSync(join(target, "LICENSES.txt"), packages.map(notice).join(`\n${"-".repeat(80)}\n\n`));

function notice(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = createRequire(import.meta.url)(join(folder, "package.json"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} brings no licence`);
  const data = name === "world-atlas" ? "The outlines themselves are Natural Earth's, in the public domain.\n\n" : "";
  return `${name} ${version} (${license})\n\n${data}${readFileSync(join(folder, file), "utf-8").trim()}\n`;
}
