// Events over time, stacked by quad class. Dragging across it, or moving its two handles with the arrow keys, chooses
// the days that everything else is limited to. Time runs with the language: from the right in Arabic.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { QUAD_COLOURS } from "../colours";
import { useWidth } from "../hooks";
import { day as written, getLocale, number, t } from "../i18n";
import { QUADS } from "../types";

export type Bin = "day" | "week" | "month";
export interface TimeBar {
  day: string | null;
  events: number;
  classes: Partial<Record<string, number>>;
}

const DAY = 86400000;
const HEIGHT = 120;
const FOOT = 22;

export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function after(time: number, bin: Bin): number {
  const date = new Date(time);
  if (bin === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return time + (bin === "week" ? 7 : 1) * DAY;
}

/** The bin that shows so many days in bars that can be seen and touched. */
export function binFor(days: number): Bin {
  return days > 1400 ? "month" : days > 200 ? "week" : "day";
}

export function Timeline({
  bars,
  bin,
  from,
  to,
  onRange,
}: {
  bars: readonly TimeBar[];
  bin: Bin;
  from: string | null;
  to: string | null;
  onRange: (from: string | null, to: string | null) => void;
}): JSX.Element {
  const [attach, width] = useWidth(800);
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const [over, setOver] = useState<TimeBar | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const dated = bars.filter((bar): bar is TimeBar & { day: string } => bar.day !== null);
  const undated = bars.find((bar) => bar.day === null)?.events ?? 0;
  if (dated.length === 0) {
    return (
      <div class="timeline" ref={attach}>
        <p class="waiting">{t("timeline.empty")}</p>
      </div>
    );
  }
  const first = Date.parse(dated[0]?.day ?? "");
  const last = after(Date.parse(dated.at(-1)?.day ?? ""), bin);
  const span = Math.max(last - first, 7 * DAY);
  const rtl = getLocale() === "ar";
  const at = (time: number): number => {
    const x = ((time - first) / span) * width;
    return rtl ? width - x : x;
  };
  const timeAt = (x: number): number => first + ((rtl ? width - x : x) / width) * span;
  const most = Math.max(...dated.map((bar) => bar.events));
  const tall = HEIGHT - FOOT - 6;

  const pointerX = (event: PointerEvent): number => {
    const box = svg.current?.getBoundingClientRect();
    return Math.max(0, Math.min(width, event.clientX - (box?.left ?? 0)));
  };
  const chosen: [number, number] | null = drag
    ? ([timeAt(drag[0]), timeAt(drag[1])].sort((one, other) => one - other) as [number, number])
    : from || to
      ? [from ? Date.parse(from) : first, to ? Date.parse(to) + DAY : last]
      : null;
  const [left, right] = chosen ? ([at(chosen[0]), at(chosen[1])].sort((one, other) => one - other) as [number, number]) : [0, 0];

  const handle = (which: "from" | "to"): JSX.Element => {
    const value = which === "from" ? (from ? Date.parse(from) : first) : to ? Date.parse(to) : last - DAY;
    const move = (event: KeyboardEvent): void => {
      const sign = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1, ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (event.key === "Escape") {
        onRange(null, null);
        return;
      }
      if (!sign) return;
      event.preventDefault();
      const next = isoDay(value + sign * DAY * (event.shiftKey ? 30 : bin === "month" ? 30 : bin === "week" ? 7 : 1));
      if (which === "from") onRange(next, to && to < next ? next : to);
      else onRange(from && from > next ? next : from, next);
    };
    return (
      <g
        class="handle"
        role="slider"
        tabindex={0}
        aria-label={t(which === "from" ? "filter.from" : "filter.to")}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={value}
        aria-valuetext={written(isoDay(value))}
        onKeyDown={move}
        transform={`translate(${at(which === "from" ? value : value + DAY)}, 0)`}
      >
        <rect x={-3} y={0} width={6} height={HEIGHT - FOOT} rx={2} />
      </g>
    );
  };

  const ticks: number[] = [];
  const wanted = Math.max(2, Math.floor(width / 110));
  for (let step = 0; step <= wanted; step++) ticks.push(first + (span * step) / wanted);
  const label = (time: number): string => {
    const iso = isoDay(time);
    return written(span > 900 * DAY ? iso.slice(0, 7) : iso);
  };

  return (
    <div class="timeline" ref={attach}>
      <svg
        ref={svg}
        width={width}
        height={HEIGHT}
        role="group"
        aria-label={t("timeline")}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          const x = pointerX(event);
          setDrag([x, x]);
          svg.current?.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const x = pointerX(event);
          if (drag) setDrag([drag[0], x]);
          const time = timeAt(x);
          setOver(dated.find((bar) => time >= Date.parse(bar.day) && time < after(Date.parse(bar.day), bin)) ?? null);
        }}
        onPointerLeave={() => setOver(null)}
        onPointerUp={() => {
          if (!drag) return;
          const [one, other] = [timeAt(drag[0]), timeAt(drag[1])].sort((a, b) => a - b) as [number, number];
          const moved = Math.abs(drag[0] - drag[1]) > 3;
          setDrag(null);
          if (moved) onRange(isoDay(one), isoDay(Math.max(one, other - 1)));
          else onRange(null, null);
        }}
      >
        {chosen ? <rect class="brush" x={left} y={0} width={Math.max(2, right - left)} height={HEIGHT - FOOT} /> : null}
        {dated.map((bar) => {
          const start = Date.parse(bar.day);
          const one = at(start);
          const other = at(after(start, bin));
          const x = Math.min(one, other);
          const wide = Math.max(1, Math.abs(other - one) - (Math.abs(other - one) > 4 ? 1 : 0));
          let y = HEIGHT - FOOT;
          return (
            <g key={bar.day}>
              {[...QUADS].reverse().map((quad) => {
                const count = bar.classes[quad] ?? 0;
                if (!count) return null;
                const high = Math.max(1, (count / most) * tall);
                y -= high;
                return <rect key={quad} x={x} y={y} width={wide} height={high} fill={QUAD_COLOURS[quad]} />;
              })}
            </g>
          );
        })}
        <line class="axis" x1={0} x2={width} y1={HEIGHT - FOOT + 0.5} y2={HEIGHT - FOOT + 0.5} />
        {ticks.map((time, index) => (
          <text
            key={time}
            class="tick"
            x={at(time)}
            y={HEIGHT - 6}
            text-anchor={index === 0 ? "start" : index === wanted ? "end" : "middle"}
          >
            {label(time)}
          </text>
        ))}
        {handle("from")}
        {handle("to")}
      </svg>
      <p class="timeline-note" aria-live="polite">
        {over
          ? `${written(over.day)}: ${t("events", { count: over.events })}`
          : undated
            ? t("timeline.undated", { count: undated })
            : t("timeline.hint", { most: number(most) })}
      </p>
    </div>
  );
}
