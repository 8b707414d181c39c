// The filters that all lists, the map and the timeline share, as they stand in the address and go to the server.

export const FILTERS = [
  "text", "type", "mode", "status", "actor", "place", "country", "box", "near", "from", "to",
  "source_kind", "killed_min", "outlets_min", "confidence_min", "review", "outlet", "concern",
] as const;

/** Only the filters of some parameters, without what belongs to the page. */
export function filtersOf(params: URLSearchParams): URLSearchParams {
  const found = new URLSearchParams();
  for (const name of FILTERS) for (const value of params.getAll(name)) if (value) found.append(name, value);
  return found;
}

/** The parameters with one filter changed; an empty value takes it away. */
export function withFilter(params: URLSearchParams, name: string, value: string | string[] | null): URLSearchParams {
  const changed = new URLSearchParams(params);
  changed.delete(name);
  for (const one of Array.isArray(value) ? value : [value]) if (one) changed.append(name, one);
  return changed;
}
