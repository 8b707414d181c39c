// A report's text cut where spans begin and end, so that spans may overlap and still each be drawn. A span is one event's
// words in one role; a segment carries all the spans that cover it.
import type { CodedEvent, Role, Span } from "./types";

export interface Marked extends Span {
  event: string;
  role: Role;
}

export interface Segment {
  start: number;
  end: number;
  spans: Marked[];
}

/** All the words that an event points at, with their roles. */
export function spansOf(event: CodedEvent): Marked[] {
  const found: Marked[] = [];
  const add = (role: Role, span: Span | null | undefined): void => {
    if (span && span.end > span.start) {
      found.push({ event: event.id, role, start: span.start, end: span.end, text: span.text });
    }
  };
  add("trigger", event.trigger);
  for (const span of event.also ?? []) add("trigger", span);
  for (const span of event.actors) add("actor", span);
  for (const span of event.recipients) add("recipient", span);
  for (const span of event.places) add("place", span);
  add("time", event.time);
  for (const span of event.sources) add("source", span);
  return found;
}

/** Cut `length` code points at every edge of a span; the segments cover all of the text in order. */
export function segments(length: number, spans: readonly Marked[]): Segment[] {
  const edges = new Set<number>([0, length]);
  const inside = spans.filter((span) => span.start >= 0 && span.end <= length && span.start < span.end);
  for (const span of inside) {
    edges.add(span.start);
    edges.add(span.end);
  }
  const cuts = [...edges].sort((one, other) => one - other);
  const found: Segment[] = [];
  for (let at = 0; at + 1 < cuts.length; at++) {
    const start = cuts[at] as number;
    const end = cuts[at + 1] as number;
    found.push({ start, end, spans: inside.filter((span) => span.start <= start && span.end >= end) });
  }
  return found;
}
