// The words of the pages, in English and Arabic. A string is looked up by its key; `{name}` in it is filled in; one with
// a number has a form for each plural of its language (Arabic has six), as Intl.PluralRules names them.
import { useEffect, useState } from "preact/hooks";
import arabic from "./strings/ar.json";
import english from "./strings/en.json";

export type Locale = "en" | "ar";
export type Key = keyof typeof english;
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type Table = Record<string, string | Plural>;

const TABLES: Record<Locale, Table> = { en: english, ar: arabic };
// Digits stay Latin in Arabic too: that is how most Arab outlets of today write numbers, and codes and dates with them.
const TAGS: Record<Locale, string> = { en: "en-GB", ar: "ar-u-nu-latn-ca-gregory" };

let locale: Locale = "en";
const listeners = new Set<() => void>();

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing forgets the choice; no harm.
  }
}

export function getLocale(): Locale {
  return locale;
}

export function setLocale(to: Locale): void {
  locale = to;
  document.documentElement.lang = to;
  document.documentElement.dir = to === "ar" ? "rtl" : "ltr";
  keep("masdar-locale", to);
  for (const listener of listeners) listener();
}

export function startLocale(): void {
  const asked = kept("masdar-locale") ?? (navigator.language.startsWith("ar") ? "ar" : "en");
  setLocale(asked === "ar" ? "ar" : "en");
}

/** Draw the component anew when the language changes. */
export function useLocale(): Locale {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = (): void => redraw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return locale;
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  const found = TABLES[locale][key] ?? key;
  let text: string;
  if (typeof found === "string") {
    text = found;
  } else {
    const rule = new Intl.PluralRules(TAGS[locale]).select(Number(values.count ?? 0));
    text = found[rule] ?? found.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: digits }).format(value);
}

export function percent(value: number): string {
  return new Intl.NumberFormat(TAGS[locale], { style: "percent", maximumFractionDigits: 0 }).format(value);
}

/** Things one after the other, with the comma of the language. */
export function listed(items: readonly string[]): string {
  return items.join(locale === "ar" ? "، " : ", ");
}

/** A day, month or year in EDTF as people write it; what is no such date comes back as it is. */
export function day(value: string | null | undefined): string {
  if (!value) return "";
  if (value.includes("/")) return value.split("/").map((part) => day(part) || "…").join(" – ");
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)$/.exec(value);
  if (!match) return value;
  const [, year, month, date, doubt] = match;
  const options: Intl.DateTimeFormatOptions = { year: "numeric", timeZone: "UTC" };
  if (month) options.month = "short";
  if (date) options.day = "numeric";
  const when = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(date ?? 1)));
  return new Intl.DateTimeFormat(TAGS[locale], options).format(when) + (doubt ?? "");
}

/** A moment (ISO 8601) as people write it. */
export function moment(value: string): string {
  const when = new Date(value);
  if (Number.isNaN(when.getTime())) return value;
  return new Intl.DateTimeFormat(TAGS[locale], { dateStyle: "medium", timeStyle: "short" }).format(when);
}
