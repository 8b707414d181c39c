import { describe, expect, it } from "vitest";
import { changesOf } from "../src/parts/editor";
import { href, parse } from "../src/router";
import { keyName } from "../src/keys";
import type { CodedEvent } from "../src/types";

describe("keys", () => {
  it("are the same fingers on an Arabic keyboard", () => {
    expect(keyName({ key: "ت", code: "KeyJ", shiftKey: false })).toBe("j");
    expect(keyName({ key: "ش", code: "KeyA", shiftKey: false })).toBe("a");
    expect(keyName({ key: "؟", code: "Slash", shiftKey: true })).toBe("?");
    expect(keyName({ key: "١", code: "Digit1", shiftKey: false })).toBe("1");
  });
  it("go by what they print on a Latin one", () => {
    expect(keyName({ key: "a", code: "KeyQ", shiftKey: false })).toBe("a");
  });
});

describe("addresses", () => {
  it("carry ids and filters there and back", () => {
    const to = parse(href("reports", "a/b#1 %", { event: "a/b#1 %#2" }));
    expect(to.page).toBe("reports");
    expect(to.id).toBe("a/b#1 %");
    expect(to.params.get("event")).toBe("a/b#1 %#2");
  });
  it("lead home where they lead nowhere", () => {
    expect(parse("#/nowhere/3").page).toBe("reports");
    expect(parse("#/nowhere/3").id).toBeNull();
  });
});

describe("a correction", () => {
  const before: CodedEvent = {
    id: "r#1", type: "ASSAULT", mode: "aerial", status: "actual", confidence: 0.5, trigger: { start: 0, end: 3, text: "قصف" },
    also: [], actors: [], recipients: [], places: [], time: null, sources: [], counts: { killed: [1, 2] },
  };
  it("sends only what differs", () => {
    expect(changesOf(before, structuredClone(before))).toEqual({});
    expect(changesOf(before, { ...before, mode: null })).toEqual({ mode: null });
    expect(changesOf(before, { ...before, counts: {} })).toEqual({ counts: {} });
  });
  it("leaves the program's other guesses of a place out", () => {
    const place = {
      start: 4, end: 7, text: "حلب", geonameid: 1, lat: 1, lon: 1, country: "SYR", level: "locality", precision: "exact", alternatives: [],
    };
    expect(changesOf(before, { ...before, places: [place] }).places?.[0]).not.toHaveProperty("alternatives");
  });
});
