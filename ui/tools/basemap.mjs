// Makes the basemap that comes with the pages: Natural Earth's countries (public domain, through world-atlas), coarse
// for the world and fine for the lands the reports tell of, and the names of countries and large towns from the
// program's own gazetteer. Written to src/generated, which is not kept in the repository.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const out = join(here, "..", "src", "generated");
const gazetteer = join(here, "..", "..", "src", "masdar", "knowledge", "data", "gazetteer.csv");

// West, south, east, north of the part that is drawn finely.
const FINE = [-20, -5, 80, 48];
const TOWNS = 60000;

function atlas(name) {
  return JSON.parse(readFileSync(require.resolve(`world-atlas/${name}`), "utf8"));
}

// Only what is drawn: the outlines, each with the code of the country whose point (as the gazetteer has it) lies in it.
function outlines(topology, countries) {
  const shapes = feature(topology, topology.objects.countries).features;
  const geometries = topology.objects.countries.geometries.map(({ type, arcs }, at) => {
    const found = countries.find((one) => holds(shapes[at].geometry, one.lon, one.lat));
    if (found) found.area = Math.max(found.area ?? 0, areaOf(shapes[at].geometry));
    return { type, arcs, properties: found ? { code: found.code } : {} };
  });
  return { ...topology, objects: { countries: { type: "GeometryCollection", geometries } } };
}

function polygonsOf(geometry) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

// Whether a point lies in an outline, by how often a line from it crosses the edge.
function holds(geometry, lon, lat) {
  return polygonsOf(geometry).some(([ring]) => {
    let inside = false;
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
      const [x, y] = ring[at];
      const [px, py] = ring[before];
      if (y > lat !== py > lat && lon < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
    }
    return inside;
  });
}

// About how large an outline is, for which names come first.
function areaOf(geometry) {
  let sum = 0;
  for (const [ring] of polygonsOf(geometry)) {
    let twice = 0;
    let middle = 0;
    for (let at = 1; at < ring.length; at++) {
      twice += ring[at - 1][0] * ring[at][1] - ring[at][0] * ring[at - 1][1];
      middle += ring[at][1] / ring.length;
    }
    sum += Math.abs(twice / 2) * Math.cos((middle * Math.PI) / 180);
  }
  return sum;
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

function places() {
  const lines = readFileSync(gazetteer, "utf8").split(/\r?\n/).filter((line) => line && !line.startsWith("#"));
  const header = cells(lines[0]);
  const column = Object.fromEntries(header.map((name, at) => [name, at]));
  return lines.slice(1).map(cells).filter((row) => row[column.lat] && row[column.lon]).map((row) => ({
    arabic: row[column.names].split("|")[0],
    latin: row[column.latin] || row[column.names].split("|")[0],
    lat: Number(row[column.lat]),
    lon: Number(row[column.lon]),
    level: row[column.level],
    code: row[column.country],
    population: Number(row[column.population] || 0),
  }));
}

const all = places();
const countries = all.filter((one) => one.level === "country");
const towns = all.filter((one) => one.level === "locality" && one.population >= TOWNS);
const world = outlines(atlas("countries-50m.json"), countries);
// [Arabic name, Latin name, lat, lon, kind, weight, code]: kind 0 is a country, 1 a town; the weightiest first.
const labels = [
  ...countries.sort((one, other) => (other.area ?? 0) - (one.area ?? 0)).map((one) => [0, one.area ?? 0, one]),
  ...towns.sort((one, other) => other.population - one.population).map((one) => [1, one.population, one]),
].map(([kind, weight, one]) => [one.arabic, one.latin, one.lat, one.lon, kind, Math.round(weight * 10) / 10, one.code]);

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "world.json"), JSON.stringify(world));
writeFileSync(join(out, "fine.json"), JSON.stringify(fine(atlas("countries-10m.json"))));
writeFileSync(join(out, "labels.json"), JSON.stringify(labels));
