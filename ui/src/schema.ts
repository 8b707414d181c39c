// The field's terms with their names in both languages, as the server gives them; asked for once, before the first page.
import { get } from "./api";
import { getLocale } from "./i18n";
import type { Quad } from "./types";

export interface Named {
  id: string;
  en: string;
  ar: string;
}
export interface TypeNamed extends Named {
  quad: Quad;
  modes: Named[];
}
export interface Schema {
  types: TypeNamed[];
  quads: Named[];
  reviews: Named[];
  statuses: Named[];
  sectors: Named[];
  source_kinds: Named[];
  counts: Named[];
  relations: Named[];
  levels: Named[];
  concerns: Named[];
  formats: string[];
}

let schema: Schema = {
  types: [], quads: [], reviews: [], statuses: [], sectors: [], source_kinds: [], counts: [], relations: [], levels: [], concerns: [], formats: [],
};

export async function loadSchema(): Promise<void> {
  schema = await get<Schema>("schema");
}

export function terms(): Schema {
  return schema;
}

function named(list: readonly Named[], id: string | null | undefined): string {
  if (!id) return "";
  const found = list.find((one) => one.id === id);
  return found ? found[getLocale()] : id;
}

export const typeName = (id: string): string => named(schema.types, id);
export const statusName = (id: string): string => named(schema.statuses, id);
export const sectorName = (id: string | null): string => named(schema.sectors, id);
export const kindName = (id: string | null): string => named(schema.source_kinds, id);
export const countName = (id: string): string => named(schema.counts, id);
export const quadName = (id: Quad): string => named(schema.quads, id);
export const reviewName = (id: string): string => named(schema.reviews, id);
export const tieName = (id: string): string => named(schema.relations, id);
export const levelName = (id: string | null): string => named(schema.levels, id);
export const concernName = (id: string): string => named(schema.concerns, id);
export function modeName(type: string, mode: string | null): string {
  return named(schema.types.find((one) => one.id === type)?.modes ?? [], mode);
}
export function quadOf(type: string): Quad {
  return schema.types.find((one) => one.id === type)?.quad ?? "verbal cooperation";
}
export function modesOf(type: string): Named[] {
  return schema.types.find((one) => one.id === type)?.modes ?? [];
}
