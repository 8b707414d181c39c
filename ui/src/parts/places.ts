// Places of events as features of the map: a point where it is known exactly, a circle where it is known roughly.
import type { Feature, FeatureCollection } from "geojson";
import { quadOf } from "../schema";
import type { CodedEvent, Place } from "../types";
import { circle } from "./basemap";

/** How far a place may lie from its point, in kilometres: docs/record.md has the first two; a province or a country is
 * drawn as large as such commonly are. Null: the point is what is meant. */
export function reachOf(place: Pick<Place, "precision" | "level">): number | null {
  if (place.level === "country") return 250;
  if (place.precision === "exact") return null;
  if (place.precision === "approximate") return place.level === "region" || place.level === "water" ? 80 : 10;
  return 50;
}

export function placesOf(events: readonly CodedEvent[]): FeatureCollection {
  const features: Feature[] = [];
  for (const event of events) {
    for (const place of event.places) {
      if (place.lat === null || place.lon === null) continue;
      const properties = { id: event.id, quad: quadOf(event.type), events: 1, name: place.text };
      const reach = reachOf(place);
      features.push(
        reach === null
          ? { type: "Feature", properties, geometry: { type: "Point", coordinates: [place.lon, place.lat] } }
          : { type: "Feature", properties, geometry: { type: "Polygon", coordinates: [circle(place.lat, place.lon, reach)] } },
      );
    }
  }
  return { type: "FeatureCollection", features };
}

/** The box around the places of events: west, south, east, north. */
export function fitOf(events: readonly CodedEvent[]): [number, number, number, number] | null {
  const points = events.flatMap((event) =>
    event.places.filter((place) => place.lat !== null && place.lon !== null).map((place) => [place.lon, place.lat] as [number, number]),
  );
  if (!points.length) return null;
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons) - 0.3, Math.min(...lats) - 0.3, Math.max(...lons) + 0.3, Math.max(...lats) + 0.3];
}
