// Makes the basemap that comes with the pages: Natural Earth's countries (public domain, through world-atlas), coarse
// for the world and fine for the lands the reports tell of, and the names of countries and large towns from the
// program's own gazetteer. Written to public/basemap, which is not kept in the repository.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const out = join(here, "..", "public", "basemap");
const gazetteer = join(here, "..", "..", "src", "masdar", "knowledge", "data", "gazetteer.csv");

// West, south, east, north of the part that is drawn finely.
const FINE = [-20, -5, 80, 48];
const TOWNS = 60000;

function atlas(name) {
  return JSON.parse(readFileSync(require.resolve(`world-atlas/${name}`), "utf8"));
}

// Only what is drawn: the outlines, without names.
function outlines(topology) {
  const geometries = topology.objects.countries.geometries.map(({ type, arcs }) => ({ type, arcs }));
  return { ...topology, objects: { countries: { type: "GeometryCollection", geometries } } };
}

// Points of the arcs in degrees, undoing the quantisation.
function points(topology, index) {
  const { scale, translate } = topology.transform;
  let x = 0;
  let y = 0;
  return topology.arcs[index].map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

function fine(topology) {
  const inside = (index) =>
    points(topology, index).some(
      ([lon, lat]) => lon >= FINE[0] && lon <= FINE[2] && lat >= FINE[1] && lat <= FINE[3],
    );
  const geometries = [];
  for (const geometry of topology.objects.countries.geometries) {
    const polygons = geometry.type === "Polygon" ? [geometry.arcs] : (geometry.arcs ?? []);
    const kept = polygons.filter((rings) => rings.flat().some((arc) => inside(arc < 0 ? ~arc : arc)));
    if (kept.length) geometries.push({ type: "MultiPolygon", arcs: kept });
  }
  const numbers = new Map();
  const arcs = [];
  const renumber = (arc) => {
    const index = arc < 0 ? ~arc : arc;
    if (!numbers.has(index)) {
      numbers.set(index, arcs.length);
      arcs.push(topology.arcs[index]);
    }
    const number = numbers.get(index);
    return arc < 0 ? ~number : number;
  };
  for (const geometry of geometries) {
    geometry.arcs = geometry.arcs.map((rings) => rings.map((ring) => ring.map(renumber)));
  }
  return {
    type: "Topology",
    transform: topology.transform,
    objects: { countries: { type: "GeometryCollection", geometries } },
    arcs,
  };
}

function cells(line) {
  const found = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    found.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  }
  return found;
}

// [Arabic name, Latin name, lat, lon, kind, weight]: kind 0 is a country, 1 a town.
function labels() {
  const lines = readFileSync(gazetteer, "utf8").split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
  const header = cells(lines[0]);
  const column = Object.fromEntries(header.map((name, at) => [name, at]));
  const found = [];
  for (const line of lines.slice(1)) {
    const row = cells(line);
    const level = row[column.level];
    const population = Number(row[column.population] || 0);
    if (level !== "country" && !(level === "locality" && population >= TOWNS)) continue;
    if (!row[column.lat] || !row[column.lon]) continue;
    const arabic = row[column.names].split("|")[0];
    const kind = level === "country" ? 0 : 1;
    found.push([
      arabic,
      row[column.latin] || arabic,
      Number(row[column.lat]),
      Number(row[column.lon]),
      kind,
      population,
      kind === 0 ? row[column.country] : "",
    ]);
  }
  return found.sort((one, other) => one[4] - other[4] || other[5] - one[5]);
}

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "world.json"), JSON.stringify(outlines(atlas("countries-50m.json"))));
writeFileSync(join(out, "fine.json"), JSON.stringify(fine(atlas("countries-10m.json"))));
writeFileSync(join(out, "labels.json"), JSON.stringify(labels()));
