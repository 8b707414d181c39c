import { describe, expect, it } from "vitest";
import { Offsets, points } from "../src/offsets";
import { segments, spansOf } from "../src/segments";
import type { CodedEvent } from "../src/types";

describe("offsets", () => {
  it("count code points, not UTF-16 units", () => {
    const text = "🕊 قصفت طائرات 🚁 المدينة";
    const offsets = new Offsets(text);
    expect(offsets.length).toBe([...text].length);
    expect(offsets.slice(0, 1)).toBe("🕊");
    expect(offsets.slice(2, 6)).toBe("قصفت");
    expect(offsets.slice(16, 23)).toBe("المدينة".slice(0, 7));
  });
  it("stay inside the text", () => {
    expect(new Offsets("نص").slice(-4, 99)).toBe("نص");
    expect(points("")).toBe(0);
  });
});

const span = (start: number, end: number): { start: number; end: number; text: string } => ({ start, end, text: "x".repeat(end - start) });
const event: CodedEvent = {
  id: "r#1", type: "ASSAULT", mode: null, status: "actual", confidence: 1, trigger: span(0, 4), also: [span(20, 24)],
  actors: [{ ...span(5, 12), id: null, country: null, sector: null }], recipients: [],
  places: [{ ...span(8, 12), geonameid: null, lat: null, lon: null, country: null, level: null, precision: "unknown" }],
  time: null, sources: [], counts: {},
};

describe("segments", () => {
  it("cover the whole text once, in order", () => {
    const found = segments(30, spansOf(event));
    expect(found[0]?.start).toBe(0);
    expect(found.at(-1)?.end).toBe(30);
    for (let at = 1; at < found.length; at++) expect(found[at]?.start).toBe(found[at - 1]?.end);
  });
  it("carry all spans that overlap", () => {
    const both = segments(30, spansOf(event)).find((one) => one.start === 8);
    expect(both?.spans.map((one) => one.role).sort()).toEqual(["actor", "place"]);
  });
  it("leave out spans that do not fit the text", () => {
    expect(segments(10, [{ event: "e", role: "time", ...span(8, 14) }])).toEqual([{ start: 0, end: 10, spans: [] }]);
  });
});
