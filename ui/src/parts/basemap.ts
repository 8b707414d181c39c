// The basemap that comes with the pages (see tools/basemap.mjs), and the names on it. Names are elements of the page,
// so that the browser shapes Arabic; MapLibre draws the land.
import { feature } from "topojson-client";
import type { FeatureCollection, Geometry } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import fine from "../generated/fine.json?url";
import names from "../generated/labels.json?url";
import world from "../generated/world.json?url";

export type MapLabel = [arabic: string, latin: string, lat: number, lon: number, kind: 0 | 1, weight: number, code: string];

const FILES = { world, fine, labels: names };

async function fetched<T>(name: keyof typeof FILES): Promise<T> {
  const response = await fetch(FILES[name]);
  if (!response.ok) throw new Error(`${FILES[name]}: ${response.status}`);
  return (await response.json()) as T;
}

const held = new Map<string, Promise<unknown>>();
function once<T>(name: string, make: () => Promise<T>): Promise<T> {
  let found = held.get(name) as Promise<T> | undefined;
  if (!found) {
    found = make();
    held.set(name, found);
  }
  return found;
}

/** The countries' outlines: of the world, or finer ones of part of it. */
export function land(which: "world" | "fine"): Promise<FeatureCollection<Geometry>> {
  return once(which, async () => {
    const topology = await fetched<Topology<{ countries: GeometryCollection }>>(which);
    return feature(topology, topology.objects.countries) as FeatureCollection<Geometry>;
  });
}

/** The outline of each country that has a code, for places that are known no more exactly than that. */
export function outlines(): Promise<Map<string, Geometry>> {
  return once("outlines", async () => {
    const found = new Map<string, Geometry>();
    for (const one of (await land("world")).features) {
      const code = one.properties?.code as string | undefined;
      if (code) found.set(code, one.geometry);
    }
    return found;
  });
}

export function labels(): Promise<MapLabel[]> {
  return once("labels", () => fetched<MapLabel[]>("labels"));
}

const EARTH = 6371;

/** A circle of some kilometres around a point, as a ring of longitudes and latitudes. */
export function circle(lat: number, lon: number, kilometres: number, steps = 48): [number, number][] {
  const ring: [number, number][] = [];
  const reach = kilometres / EARTH;
  const from = (lat * Math.PI) / 180;
  for (let step = 0; step <= steps; step++) {
    const bearing = (2 * Math.PI * step) / steps;
    const to = Math.asin(Math.sin(from) * Math.cos(reach) + Math.cos(from) * Math.sin(reach) * Math.cos(bearing));
    const across = Math.atan2(
      Math.sin(bearing) * Math.sin(reach) * Math.cos(from),
      Math.cos(reach) - Math.sin(from) * Math.sin(to),
    );
    ring.push([lon + (across * 180) / Math.PI, (to * 180) / Math.PI]);
  }
  return ring;
}
