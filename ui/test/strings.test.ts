import { describe, expect, it } from "vitest";
import arabic from "../src/strings/ar.json";
import english from "../src/strings/en.json";

const en = english as Record<string, string | Record<string, string>>;
const ar = arabic as Record<string, string | Record<string, string>>;
const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();

const sources = Object.values(
  import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true }),
);

describe("the two tables of strings", () => {
  it("have the same keys", () => {
    expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort());
  });
  it("leave the same places to fill in, and nothing empty", () => {
    for (const [key, one] of Object.entries(en)) {
      const other = ar[key];
      expect(typeof other, key).toBe(typeof one);
      if (typeof one === "string" && typeof other === "string") {
        expect(holes(other), key).toEqual(holes(one));
        expect(other.trim(), key).not.toBe("");
      }
    }
  });
  it("have a form for every plural of the language", () => {
    for (const [key, one] of Object.entries(ar)) {
      if (typeof one === "string") continue;
      expect(Object.keys(one).sort(), key).toEqual([...new Intl.PluralRules("ar").resolvedOptions().pluralCategories].sort());
    }
  });
  it("are written in Arabic where they should be", () => {
    for (const [key, one] of Object.entries(ar)) {
      const text = typeof one === "string" ? one : Object.values(one).join(" ");
      if (!/^(map\.credit|export\.(plover|parquet|geopackage))$/.test(key)) expect(text, key).toMatch(/[؀-ۿ]/);
    }
  });
  it("hold nothing that no page asks for", () => {
    const all = sources.join("\n");
    const dead = Object.keys(en).filter((key) => {
      const family = key.slice(0, key.lastIndexOf(".") + 1);
      return !all.includes(`"${key}"`) && (family === "" || !all.includes(`\`${family}\${`));
    });
    expect(dead).toEqual([]);
  });
});

describe("the pages", () => {
  it("never make HTML of text", () => {
    for (const source of sources) {
      expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|DOMParser|srcdoc/);
    }
  });
  it("name no other server", () => {
    for (const source of sources) expect(source).not.toMatch(/https?:\/\//);
  });
});
