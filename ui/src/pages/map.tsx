// Map and timeline together: what is brushed on one limits the other. The server counts; the pages draw what it has
// counted, so that a million events are as quick to look at as a thousand.
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { get } from "../api";
import { filtersOf, withFilter } from "../filters";
import { useLoaded, useSettled } from "../hooks";
import { number, t } from "../i18n";
import { useKeys } from "../keys";
import { Icon, Nothing, Trouble, Waiting } from "../parts/bits";
import { circle, outlines } from "../parts/basemap";
import { Filters } from "../parts/filters";
import { EventLine, More, usePages } from "../parts/lists";
import { Legend, MapView, type View } from "../parts/map";
import { binFor, Timeline } from "../parts/timeline";
import { placeName } from "../parts/pick";
import { type Route, setParams } from "../router";
import type { About, Bin, EventRow, SpotProperties } from "../types";

interface Counted {
  bin: "day" | "week" | "month";
  items: Bin[];
  total: number;
}

const DAY = 86400000;

/** The server's spots: areas become circles as wide as the place is uncertain, whole countries their outlines. */
function drawn(spots: FeatureCollection, countries: ReadonlyMap<string, Geometry>): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: spots.features.map((spot, at): Feature => {
      const properties = { ...spot.properties, id: String(at), at };
      if (spot.properties?.kind !== "area" || spot.geometry.type !== "Point") return { ...spot, properties };
      const outline = spot.properties.level === "country" ? countries.get(String(spot.properties.country)) : undefined;
      if (outline) return { type: "Feature", properties, geometry: outline };
      const [lon = 0, lat = 0] = spot.geometry.coordinates;
      return {
        type: "Feature",
        properties,
        geometry: { type: "Polygon", coordinates: [circle(lat, lon, Math.max(5, Number(spot.properties.radius)))] },
      };
    }),
  };
}

export function MapPage({ route, about }: { route: Route; about: About | null }): JSX.Element {
  const filters = filtersOf(route.params);
  const [view, setView] = useState<View | null>(null);
  const [spot, setSpot] = useState<SpotProperties | null>(null);
  const settled = useSettled(view, 120);

  const from = route.params.get("from");
  const to = route.params.get("to");
  const timeless = new URLSearchParams(filters);
  timeless.delete("from");
  timeless.delete("to");
  const days = about?.first && about.last ? (Date.parse(about.last) - Date.parse(about.first)) / DAY : 0;
  const bin = binFor(days);
  timeless.set("bin", bin);
  const timeline = useLoaded(about ? `${timeless}` : null, (signal) => get<Counted>("timeline", timeless, signal));

  const asked = new URLSearchParams(filters);
  if (settled) {
    asked.set("z", String(Math.max(0, Math.floor(settled.zoom))));
    if (!filters.has("box")) asked.set("box", settled.box.map((edge) => edge.toFixed(4)).join(","));
  }
  const spots = useLoaded(settled ? `${asked}` : null, (signal) => get<FeatureCollection>("map", asked, signal));
  const [features, setFeatures] = useState<FeatureCollection>({ type: "FeatureCollection", features: [] });
  const countries = useLoaded("outlines", () => outlines());
  useEffect(() => {
    if (spots.value) setFeatures(drawn(spots.value, countries.value ?? new Map()));
  }, [spots.value, countries.value]);
  const classes: Record<string, number> = {};
  let shown = 0;
  for (const one of spots.value?.features ?? []) {
    const held = one.properties as SpotProperties;
    shown += held.events;
    for (const [quad, count] of Object.entries(held.classes)) classes[quad] = (classes[quad] ?? 0) + (count ?? 0);
  }
  useKeys({ Escape: () => setSpot(null) });
  return (
    <div class={`page mapping${spot ? " with-list" : ""}`}>
      <h1 class="visually-hidden">{t("page.map")}</h1>
      <Filters params={route.params} onChange={(params) => setParams(params)} />
      <div class="map-holder">
        <MapView
          label={t("map.label")}
          features={features}
          onView={setView}
          lit={null}
          onFeature={(properties) => {
            const found = spots.value?.features[Number(properties.at)];
            if (found) setSpot(found.properties as SpotProperties);
          }}
        />
        <div class="map-legend">
          <Legend counts={classes} />
          <p class="muted" role="status" data-map-state={spots.loading ? "loading" : "ready"}>
            {spots.error ? null : t("map.shown", { count: shown })}
          </p>
        </div>
        {spots.error ? <Trouble error={spots.error} again={spots.again} /> : null}
      </div>
      <section class="time-holder" aria-label={t("timeline")}>
        {timeline.error ? <Trouble error={timeline.error} again={timeline.again} /> : null}
        {timeline.value ? (
          <Timeline
            bars={timeline.value.items}
            bin={bin}
            from={from}
            to={to}
            onRange={(first, last) => setParams(withFilter(withFilter(route.params, "from", first), "to", last))}
          />
        ) : (
          <Waiting />
        )}
      </section>
      {spot ? <SpotList spot={spot} filters={filters} onClose={() => setSpot(null)} /> : null}
    </div>
  );
}

function SpotList({ spot, filters, onClose }: { spot: SpotProperties; filters: URLSearchParams; onClose: () => void }): JSX.Element {
  const asked = new URLSearchParams(filters);
  if (spot.geonameid !== null && spot.places === 1) asked.set("place", String(spot.geonameid));
  else asked.set("box", spot.box.map((edge, at) => (at < 2 ? edge - 1e-4 : edge + 1e-4).toFixed(5)).join(","));
  const pages = usePages<EventRow>("events", asked, 30);
  const named = spot.name ? placeName({ name: spot.name, latin: "" }) : t("places", { count: spot.places });
  return (
    <aside class="spot-list" aria-label={t("spot")}>
      <header>
        <h2>
          <bdi>{named}</bdi> <span class="muted">{number(spot.events)}</span>
        </h2>
        <button type="button" class="icon-button" aria-label={t("close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {spot.kind === "area" ? <p class="hint">{t("spot.area", { kilometres: Math.round(spot.radius) })}</p> : null}
      {pages.error ? <Trouble error={pages.error} again={pages.again} /> : null}
      {pages.loading && !pages.items.length ? <Waiting /> : null}
      {!pages.loading && !pages.items.length && !pages.error ? <Nothing>{t("nothing.filtered")}</Nothing> : null}
      {pages.items.map((event) => (
        <EventLine key={event.id} event={event} />
      ))}
      <More pages={pages} />
    </aside>
  );
}
