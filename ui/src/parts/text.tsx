// The report's text, right-to-left, with the words of its events marked by role. Words and event cards point at each
// other: what the mouse or the keyboard is on in one lights up in the other. With `onSelection` a reader can select words
// with the mouse, or with the arrow keys word by word (Shift makes it longer).
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../i18n";
import { Offsets, points } from "../offsets";
import { typeName } from "../schema";
import { type Marked, type Segment, segments, spansOf } from "../segments";
import type { CodedEvent, Span } from "../types";

export interface TextProps {
  text: string;
  events: readonly CodedEvent[];
  /** The event whose words are shown in full; of the others only the triggers are. */
  selected?: string | null;
  hovered?: string | null;
  /** Words to light up besides. */
  lit?: { start: number; end: number } | null;
  onHover?: (event: string | null) => void;
  onSelect?: (event: string) => void;
  onSelection?: (span: Span | null) => void;
}

/** The span that a segment is drawn as, where several cover it: of the event that is looked at, then the shortest. */
function drawn(segment: Segment, selected: string | null, hovered: string | null): Marked | null {
  let best: Marked | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const span of segment.spans) {
    const near = span.event === hovered ? 0 : span.event === selected ? 1 : 2;
    if (near === 2 && span.role !== "trigger" && selected !== null) continue;
    const rank = near * 1e6 + (span.role === "trigger" ? 0 : 1e5) + (span.end - span.start);
    if (rank < bestRank) {
      best = span;
      bestRank = rank;
    }
  }
  return best;
}

function pointAt(node: Node | null, offset: number, root: HTMLElement): number | null {
  if (!node || !root.contains(node)) return null;
  if (node.nodeType === Node.TEXT_NODE) {
    const holder = node.parentElement?.closest<HTMLElement>("[data-start]");
    if (!holder) return null;
    return Number(holder.dataset.start) + points((node.textContent ?? "").slice(0, offset));
  }
  const child = node.childNodes[offset] ?? null;
  const next = child instanceof HTMLElement ? child.closest<HTMLElement>("[data-start]") : null;
  if (next) return Number(next.dataset.start);
  const holder = node instanceof HTMLElement ? node.closest<HTMLElement>("[data-start]") : null;
  if (holder) return Number(holder.dataset.start) + (offset > 0 ? points(holder.textContent ?? "") : 0);
  return points(root.textContent ?? "");
}

/** What is selected inside `root`, as code points, without spaces at its ends. */
export function selectionIn(root: HTMLElement, offsets: Offsets): Span | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const one = pointAt(range.startContainer, range.startOffset, root);
  const other = pointAt(range.endContainer, range.endOffset, root);
  if (one === null || other === null) return null;
  let start = Math.min(one, other);
  let end = Math.max(one, other);
  while (start < end && /\s/.test(offsets.slice(start, start + 1))) start++;
  while (end > start && /\s/.test(offsets.slice(end - 1, end))) end--;
  return start < end ? { start, end, text: offsets.slice(start, end) } : null;
}

function domPoint(root: HTMLElement, offsets: Offsets, point: number): [Node, number] | null {
  const holders = root.querySelectorAll<HTMLElement>("[data-start]");
  for (const holder of holders) {
    const start = Number(holder.dataset.start);
    const node = holder.firstChild;
    if (node && point <= start + points(node.textContent ?? "")) {
      return [node, offsets.slice(start, point).length];
    }
  }
  return null;
}

function select(root: HTMLElement, offsets: Offsets, start: number, end: number): void {
  const from = domPoint(root, offsets, start);
  const to = domPoint(root, offsets, end);
  if (from && to) document.getSelection()?.setBaseAndExtent(from[0], from[1], to[0], to[1]);
}

/** Where the words of a text begin and end, in code points. */
function wordsOf(offsets: Offsets): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let at = 0; at <= offsets.length; at++) {
    const inWord = at < offsets.length && /[\p{L}\p{M}\p{N}]/u.test(offsets.slice(at, at + 1));
    if (inWord && start < 0) start = at;
    if (!inWord && start >= 0) {
      found.push([start, at]);
      start = -1;
    }
  }
  return found;
}

export function ReportText(props: TextProps): JSX.Element {
  const { text, events, selected = null, hovered = null, lit = null, onHover, onSelect, onSelection } = props;
  const root = useRef<HTMLDivElement>(null);
  const offsets = useMemo(() => new Offsets(text), [text]);
  const types = useMemo(() => new Map(events.map((event) => [event.id, event.type])), [events]);
  const all = useMemo(() => {
    const spans = events.flatMap(spansOf);
    if (lit) spans.push({ event: "", role: "trigger", text: "", ...lit });
    return segments(offsets.length, spans);
  }, [events, offsets, lit]);
  const words = useMemo(() => (onSelection ? wordsOf(offsets) : []), [offsets, onSelection !== undefined]);
  const told = useRef(onSelection);
  told.current = onSelection;

  useEffect(() => {
    if (!onSelection) return;
    const changed = (): void => {
      const selection = document.getSelection();
      if (!root.current || !selection?.anchorNode || !root.current.contains(selection.anchorNode)) return;
      told.current?.(selectionIn(root.current, offsets));
    };
    document.addEventListener("selectionchange", changed);
    return () => document.removeEventListener("selectionchange", changed);
  }, [offsets, onSelection !== undefined]);

  useEffect(() => {
    if (!selected || !root.current) return;
    const found = root.current.querySelector<HTMLElement>(`[data-trigger="${CSS.escape(selected)}"]`);
    found?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  const moved = (event: KeyboardEvent): void => {
    if (!root.current || words.length === 0) return;
    const forward = event.key === "ArrowLeft" || event.key === "ArrowDown";
    if (!forward && event.key !== "ArrowRight" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const now = selectionIn(root.current, offsets);
    if (!now) {
      const trigger = events.find((one) => one.id === selected)?.trigger;
      const [start, end] = words.find(([from]) => from >= (trigger?.start ?? 0)) ?? (words[0] as [number, number]);
      select(root.current, offsets, start, end);
      return;
    }
    if (forward) {
      const next = words.find(([from]) => from >= now.end);
      if (next) select(root.current, offsets, event.shiftKey ? now.start : next[0], next[1]);
    } else if (event.shiftKey) {
      const inside = words.filter(([from, to]) => from >= now.start && to <= now.end);
      const last = inside[inside.length - 2];
      if (last) select(root.current, offsets, now.start, last[1]);
    } else {
      const before = words.filter(([, to]) => to <= now.start).at(-1);
      if (before) select(root.current, offsets, before[0], before[1]);
    }
  };

  return (
    <div
      ref={root}
      class="report-text"
      lang="ar"
      dir="rtl"
      role="group"
      tabIndex={0}
      aria-label={onSelection ? t("text.selectable") : t("text")}
      onKeyDown={onSelection ? moved : undefined}
    >
      {all.map((segment) => {
        const words = offsets.slice(segment.start, segment.end);
        const span = drawn(segment, selected, hovered);
        if (!span) {
          return (
            <span key={segment.start} data-start={segment.start}>
              {words}
            </span>
          );
        }
        const near = span.event === hovered ? "hovered" : span.event === selected ? "selected" : "other";
        const isLit = lit !== null && segment.start >= lit.start && segment.end <= lit.end;
        if (span.event === "") {
          return (
            <span key={segment.start} data-start={segment.start} class="span lit">
              {words}
            </span>
          );
        }
        const trigger = span.role === "trigger" && span.start === segment.start;
        return (
          <span
            key={segment.start}
            data-start={segment.start}
            data-event={span.event}
            data-trigger={trigger ? span.event : undefined}
            class={`span role-${span.role} ${near}${isLit ? " lit" : ""}`}
            role={trigger ? "button" : undefined}
            tabIndex={trigger ? 0 : undefined}
            aria-label={trigger ? `${span.text}: ${typeName(types.get(span.event) ?? "")}` : undefined}
            aria-pressed={trigger ? span.event === selected : undefined}
            onMouseEnter={() => onHover?.(span.event)}
            onMouseLeave={() => onHover?.(null)}
            onClick={() => document.getSelection()?.isCollapsed !== false && onSelect?.(span.event)}
            onKeyDown={(event) => {
              if (trigger && (event.key === "Enter" || event.key === " ")) {
                event.preventDefault();
                onSelect?.(span.event);
              }
            }}
          >
            {words}
          </span>
        );
      })}
    </div>
  );
}
