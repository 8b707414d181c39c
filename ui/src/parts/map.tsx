// The map: MapLibre over the basemap that comes with the pages. Points and cells are circles in the colour of their quad
// class; places that are only known roughly are areas with a broken edge. Nothing is asked of any other server.
import "maplibre-gl/dist/maplibre-gl.css";
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre, MapGeoJSONFeature, StyleSpecification } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { QUAD_COLOURS } from "../colours";
import { getLocale, number, t } from "../i18n";
import { onTheme } from "../theme";
import { QUADS } from "../types";
import { labels, land, type MapLabel } from "./basemap";
import { quadName } from "../schema";

export interface View {
  box: [number, number, number, number];
  zoom: number;
}

/** What is drawn: points with `events` and `quad`, and polygons with `quad`; `id` tells what was clicked. */
export interface MapProps {
  features: FeatureCollection;
  label: string;
  fit?: [number, number, number, number] | null;
  picked?: { lat: number; lon: number } | null;
  onView?: (view: View) => void;
  onPick?: (lat: number, lon: number) => void;
  onFeature?: (properties: Record<string, unknown>, at: { lat: number; lon: number }) => void;
  onHoverFeature?: (properties: Record<string, unknown> | null) => void;
  lit?: string | null;
}

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888";
}

let tiles: string | null = null;

/** Map tiles that the user has told the server of: the one thing that comes from elsewhere. */
export function setTiles(address: string | null): void {
  tiles = address;
}

function style(): StyleSpecification {
  const quads = ["match", ["get", "quad"], ...QUADS.flatMap((quad) => [quad, QUAD_COLOURS[quad]]), "#888888"];
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: EMPTY },
      fine: { type: "geojson", data: EMPTY },
      areas: { type: "geojson", data: EMPTY },
      ...(tiles ? { tiles: { type: "raster" as const, tiles: [tiles], tileSize: 256 } } : {}),
      points: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
      { id: "world-fill", type: "fill", source: "world", paint: { "fill-color": colour("--land") }, maxzoom: 5 },
      { id: "world-far", type: "fill", source: "world", paint: { "fill-color": colour("--land") }, minzoom: 5 },
      { id: "fine-fill", type: "fill", source: "fine", paint: { "fill-color": colour("--land") }, minzoom: 5 },
      { id: "world-line", type: "line", source: "world", paint: { "line-color": colour("--border-land"), "line-width": 0.8 }, maxzoom: 5 },
      { id: "fine-line", type: "line", source: "fine", paint: { "line-color": colour("--border-land"), "line-width": 1 }, minzoom: 5 },
      ...(tiles ? [{ id: "tiles", type: "raster" as const, source: "tiles" }] : []),
      {
        id: "areas-fill", type: "fill", source: "areas",
        paint: { "fill-color": quads as never, "fill-opacity": 0.16 },
      },
      {
        id: "areas-line", type: "line", source: "areas",
        paint: { "line-color": quads as never, "line-width": 1.5, "line-dasharray": [3, 2] },
      },
      {
        id: "points", type: "circle", source: "points",
        layout: { "circle-sort-key": ["-", 0, ["get", "events"]] },
        paint: {
          "circle-color": quads as never,
          "circle-opacity": 0.82,
          "circle-radius": ["interpolate", ["linear"], ["ln", ["max", 1, ["get", "events"]]], 0, 5, 3, 10, 7, 20, 11, 32],
          "circle-stroke-color": colour("--land"),
          "circle-stroke-width": 1,
        },
      },
      {
        id: "lit", type: "circle", source: "points", filter: ["==", ["get", "id"], ""],
        paint: { "circle-color": "rgba(0,0,0,0)", "circle-radius": 14, "circle-stroke-color": colour("--ink"), "circle-stroke-width": 2.5 },
      },
    ],
  };
}

function mark(map: MapLibre, drawn: boolean): void {
  const holder = map.getContainer().parentElement;
  if (holder) holder.dataset.drawn = String(drawn);
}

function draw(map: MapLibre, features: FeatureCollection): void {
  mark(map, false);
  const areas: Feature[] = [];
  const dots: Feature[] = [];
  for (const one of features.features) (one.geometry.type === "Point" ? dots : areas).push(one);
  (map.getSource("points") as GeoJSONSource).setData({ type: "FeatureCollection", features: dots });
  (map.getSource("areas") as GeoJSONSource).setData({ type: "FeatureCollection", features: areas });
}

function repaint(map: MapLibre): void {
  map.setPaintProperty("sea", "background-color", colour("--sea"));
  for (const layer of ["world-fill", "world-far", "fine-fill"]) map.setPaintProperty(layer, "fill-color", colour("--land"));
  for (const layer of ["world-line", "fine-line"]) map.setPaintProperty(layer, "line-color", colour("--border-land"));
  map.setPaintProperty("points", "circle-stroke-color", colour("--land"));
  map.setPaintProperty("lit", "circle-stroke-color", colour("--ink"));
}

/** The names that fit into the view without touching each other, the weightiest first. */
function chosen(map: MapLibre, all: readonly MapLabel[], width: number, height: number): MapLabel[] {
  const zoom = map.getZoom();
  const bounds = map.getBounds();
  const taken: [number, number, number, number][] = [];
  const found: MapLabel[] = [];
  for (const one of all) {
    const [arabic, latin, lat, lon, kind, weight] = one;
    if (kind === 0 ? zoom > 7.5 : zoom < 4.2) continue;
    if (kind === 1 && weight < 3e6 / 2 ** ((zoom - 4) * 1.25)) continue;
    if (lat < bounds.getSouth() || lat > bounds.getNorth() || lon < bounds.getWest() || lon > bounds.getEast()) continue;
    const name = getLocale() === "ar" ? arabic : latin;
    const { x, y } = map.project([lon, lat]);
    const half = name.length * (kind === 0 ? 4.2 : 3.6) + 4;
    const box: [number, number, number, number] = [x - half, y - 9, x + half, y + 9];
    if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height) continue;
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    found.push(one);
    if (found.length >= 70) break;
  }
  return found;
}

export function MapView(props: MapProps): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const names = useRef<HTMLDivElement>(null);
  const map = useRef<MapLibre | null>(null);
  const now = useRef(props);
  now.current = props;
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let stopped = false;
    let offTheme = (): void => {};
    let resized: ResizeObserver | null = null;
    void (async () => {
      const element = holder.current;
      if (!element) return;
      void land("world").catch(() => EMPTY);
      const named = labels().catch(() => [] as MapLabel[]);
      const [maplibre, worker] = await Promise.all([
        import("maplibre-gl"),
        import("maplibre-gl/dist/maplibre-gl-worker.mjs?url"),
      ]);
      if (stopped) return;
      maplibre.setWorkerUrl(new URL(worker.default, document.baseURI).href);
      let made: MapLibre;
      try {
        made = new maplibre.Map({
          container: element,
          style: style(),
          center: [36, 30],
          zoom: 3.4,
          minZoom: 1,
          maxZoom: 13,
          attributionControl: false,
          dragRotate: false,
          pitchWithRotate: false,
          renderWorldCopies: false,
          fadeDuration: 0,
          locale: {
            "NavigationControl.ZoomIn": t("map.in"),
            "NavigationControl.ZoomOut": t("map.out"),
            "Map.Title": now.current.label,
          },
        });
      } catch {
        setFailed(true);
        return;
      }
      map.current = made;
      made.touchZoomRotate.disableRotation();
      made.addControl(new maplibre.NavigationControl({ showCompass: false }), getLocale() === "ar" ? "top-left" : "top-right");
      resized = new ResizeObserver(() => made.resize());
      resized.observe(element);
      offTheme = onTheme(() => repaint(made));
      let all: MapLabel[] = [];
      let shown: [MapLabel, HTMLElement][] = [];
      const place = (): void => {
        for (const [one, item] of shown) {
          const { x, y } = made.project([one[3], one[2]]);
          // A town's name stands under its point, so that an event there does not hide it.
          const under = one[4] === 1 ? 13 : 0;
          item.style.transform = `translate(-50%, -50%) translate(${x.toFixed(1)}px, ${(y + under).toFixed(1)}px)`;
        }
      };
      const choose = (): void => {
        const layer = names.current;
        if (!layer) return;
        const before = new Map(shown.map(([one, item]) => [one, item]));
        shown = chosen(made, all, layer.clientWidth, layer.clientHeight).map((one) => {
          const name = getLocale() === "ar" ? one[0] : one[1];
          let item = before.get(one);
          before.delete(one);
          if (!item) {
            item = document.createElement("span");
            item.className = one[4] === 0 ? "name-country" : "name-town";
            layer.append(item);
          }
          if (item.textContent !== name) item.textContent = name;
          return [one, item];
        });
        for (const item of before.values()) item.remove();
        place();
      };
      const view = (): void => {
        const bounds = made.getBounds();
        now.current.onView?.({
          box: [
            Math.max(-180, bounds.getWest()), Math.max(-90, bounds.getSouth()),
            Math.min(180, bounds.getEast()), Math.min(90, bounds.getNorth()),
          ],
          zoom: made.getZoom(),
        });
      };
      made.on("move", place);
      made.on("moveend", () => {
        choose();
        view();
        if (made.getZoom() >= 4.5) void fine();
      });
      let fineAsked = false;
      const fine = async (): Promise<void> => {
        if (fineAsked) return;
        fineAsked = true;
        const data = await land("fine").catch(() => EMPTY);
        (made.getSource("fine") as GeoJSONSource | undefined)?.setData(data);
      };
      made.on("click", (event) => {
        const { lat, lng: lon } = event.lngLat;
        if (now.current.onPick) {
          now.current.onPick(lat, lon);
          return;
        }
        const [found] = made.queryRenderedFeatures(event.point, { layers: ["points", "areas-fill"] }) as MapGeoJSONFeature[];
        if (found) now.current.onFeature?.(found.properties, { lat, lon });
      });
      made.on("mousemove", (event) => {
        if (now.current.onPick) {
          made.getCanvas().style.cursor = "crosshair";
          return;
        }
        const [found] = made.queryRenderedFeatures(event.point, { layers: ["points", "areas-fill"] }) as MapGeoJSONFeature[];
        made.getCanvas().style.cursor = found && now.current.onFeature ? "pointer" : "";
        now.current.onHoverFeature?.(found ? found.properties : null);
      });
      made.on("mouseout", () => now.current.onHoverFeature?.(null));
      // Whether all that is to be seen is drawn, for tests and pictures.
      made.on("idle", () => mark(made, true));
      made.once("style.load", async () => {
        if (stopped) return;
        // One worker does it all, one after the other: what is to be seen first goes first.
        if (now.current.fit) made.fitBounds(now.current.fit, { padding: 48, maxZoom: 9, animate: false });
        draw(made, now.current.features);
        setReady(true);
        view();
        const [world, found] = await Promise.all([land("world").catch(() => EMPTY), named]);
        if (stopped) return;
        mark(made, false);
        (made.getSource("world") as GeoJSONSource).setData(world);
        all = found;
        choose();
      });
    })();
    return () => {
      stopped = true;
      offTheme();
      resized?.disconnect();
      map.current?.remove();
      map.current = null;
    };
  }, []);

  useEffect(() => {
    if (ready && map.current) draw(map.current, props.features);
  }, [ready, props.features]);

  useEffect(() => {
    if (ready) map.current?.setFilter("lit", ["==", ["get", "id"], props.lit ?? ""]);
  }, [ready, props.lit]);

  const fit = props.fit?.join();
  useEffect(() => {
    const box = now.current.fit;
    if (!ready || !box || !map.current) return;
    map.current.fitBounds(box, { padding: 48, maxZoom: 9, animate: false });
  }, [ready, fit]);

  useEffect(() => {
    if (!ready || !map.current || !props.picked) return;
    let marker: { remove(): unknown } | null = null;
    const here = map.current;
    const { lat, lon } = props.picked;
    void import("maplibre-gl").then(({ Marker }) => {
      if (map.current === here) marker = new Marker({ color: "#d55e00" }).setLngLat([lon, lat]).addTo(here);
    });
    return () => void marker?.remove();
  }, [ready, props.picked?.lat, props.picked?.lon]);

  return (
    <div class="map" role="region" aria-label={props.label} data-ready={ready}>
      <div ref={holder} class="map-canvas" dir="ltr" />
      <div ref={names} class="map-names" aria-hidden="true" />
      {failed ? <p class="map-failed">{t("map.failed")}</p> : null}
      <p class="map-credit">{t("map.credit")}</p>
    </div>
  );
}

/** The colours of the quad classes, explained. */
export function Legend({ counts }: { counts?: Partial<Record<string, number>> }): JSX.Element {
  return (
    <ul class="legend">
      {QUADS.map((quad) => (
        <li key={quad}>
          <span class="dot" style={{ background: QUAD_COLOURS[quad] }} aria-hidden="true" />
          {quadName(quad)}
          {counts ? <b>{number(counts[quad] ?? 0)}</b> : null}
        </li>
      ))}
      <li>
        <span class="area-mark" aria-hidden="true" />
        {t("map.uncertain")}
      </li>
    </ul>
  );
}
