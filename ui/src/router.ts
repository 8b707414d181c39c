// Where the user is, kept in the address after `#`, so that a view can be bookmarked and passed on, and Back works:
// #/map?type=ASSAULT&from=2018-01-01
import { useEffect, useState } from "preact/hooks";

export const PAGES = ["reports", "review", "map", "incidents", "actors", "sources", "civilians"] as const;
export type PageName = (typeof PAGES)[number];

export interface Route {
  page: PageName;
  /** What is open in the page: a report, an incident, an actor. */
  id: string | null;
  params: URLSearchParams;
}

export function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [page = "", ...rest] = path.split("/");
  const known = (PAGES as readonly string[]).includes(page);
  return {
    page: known ? (page as PageName) : "reports",
    id: known && rest.length ? decodeURIComponent(rest.join("/")) : null,
    params: new URLSearchParams(query),
  };
}

export function href(page: PageName, id?: string | number | null, params?: URLSearchParams | Record<string, string>): string {
  const query = new URLSearchParams(params).toString();
  const tail = id === undefined || id === null ? "" : `/${encodeURIComponent(String(id))}`;
  return `#/${page}${tail}${query ? `?${query}` : ""}`;
}

export function go(page: PageName, id?: string | number | null, params?: URLSearchParams | Record<string, string>): void {
  location.hash = href(page, id, params);
}

/** Change the parameters of where we are; `quiet` leaves no step for Back. */
export function setParams(params: URLSearchParams, quiet = false): void {
  const now = parse(location.hash);
  const target = href(now.page, now.id, params);
  if (target === location.hash) return;
  if (quiet) {
    history.replaceState(null, "", target);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = target;
  }
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(parse(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
