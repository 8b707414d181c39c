// A network of actors around one, as an accessible picture: each actor is a button, each tie is told again as a list
// beside it. Positions follow from the data alone: the same network always looks the same.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { QUAD_COLOURS } from "../colours";
import { useWidth } from "../hooks";
import { getLocale, t } from "../i18n";
import { tieName } from "../schema";
import { type NetworkEdge, type NetworkNode, QUADS, type Quad } from "../types";

interface Placed extends NetworkNode {
  x: number;
  y: number;
}

const ROW = 38;
const MOST = 12;

export const actorName = (actor: { name: string; english: string | null }): string =>
  getLocale() === "en" && actor.english ? actor.english : actor.name;

function main(classes: Partial<Record<Quad, number>>): Quad {
  return [...QUADS].sort((one, other) => (classes[other] ?? 0) - (classes[one] ?? 0))[0] ?? "verbal cooperation";
}

type Side = "before" | "middle" | "after";

/** On which side of the centre each actor stands: before it who acts upon it, after it whom its acts concern, above and
 * below it who is tied to it. Of each side those with most events are shown. */
export function sides(nodes: readonly NetworkNode[], edges: readonly NetworkEdge[], centre: string): Record<Side, NetworkNode[]> {
  const found: Record<Side, NetworkNode[]> = { before: [], middle: [], after: [] };
  const weight = new Map<string, number>();
  for (const node of nodes) {
    if (node.id === centre) continue;
    const mine = edges.filter(
      (edge) => (edge.source === node.id && edge.target === centre) || (edge.target === node.id && edge.source === centre),
    );
    const acts = mine.filter((edge) => edge.kind === "act");
    const upon = acts.filter((edge) => edge.source === centre).reduce((sum, edge) => sum + edge.events, 0);
    const from = acts.filter((edge) => edge.target === centre).reduce((sum, edge) => sum + edge.events, 0);
    weight.set(node.id, upon + from);
    if (mine.some((edge) => edge.kind === "tie")) found.middle.push(node);
    else if (mine.length) found[upon >= from ? "after" : "before"].push(node);
  }
  for (const side of ["before", "middle", "after"] as const) {
    found[side] = found[side]
      .sort((one, other) => (weight.get(other.id) ?? 0) - (weight.get(one.id) ?? 0) || one.id.localeCompare(other.id))
      .slice(0, side === "middle" ? 8 : MOST);
  }
  return found;
}

/** Where each actor is drawn, and how high the picture is. */
export function layout(
  nodes: readonly NetworkNode[],
  edges: readonly NetworkEdge[],
  centre: string,
  width: number,
  rtl: boolean,
): { placed: Placed[]; height: number } {
  const { before, middle, after } = sides(nodes, edges, centre);
  const height = Math.max(before.length, after.length, middle.length + 3, 5) * ROW + 24;
  const placed: Placed[] = [];
  const column = (list: readonly NetworkNode[], x: number): void => {
    const top = (height - (list.length - 1) * ROW) / 2;
    list.forEach((node, at) => {
      placed.push({ ...node, x: rtl ? width - x : x, y: top + at * ROW });
    });
  };
  column(before, 100);
  column(after, width - 100);
  const above = Math.ceil(middle.length / 2);
  middle.forEach((node, at) => {
    const y = at < above ? 24 + at * ROW : height - 24 - (at - above) * ROW;
    placed.push({ ...node, x: width / 2, y });
  });
  const here = nodes.find((node) => node.id === centre);
  if (here) placed.push({ ...here, x: width / 2, y: height / 2 });
  return { placed, height };
}

export function NetworkView({
  nodes,
  edges,
  centre,
  onOpen,
}: {
  nodes: readonly NetworkNode[];
  edges: readonly NetworkEdge[];
  centre: string;
  onOpen: (id: string) => void;
}): JSX.Element {
  const [attach, width] = useWidth(700);
  const rtl = getLocale() === "ar";
  const { placed, height } = useMemo(() => layout(nodes, edges, centre, width, rtl), [nodes, edges, centre, width, rtl]);
  const at = new Map(placed.map((node) => [node.id, node]));
  const most = Math.max(1, ...edges.map((edge) => edge.events));
  return (
    <div class="network" ref={attach}>
      <p class="network-heads">
        <span>{t("against.by")}</span>
        <span>{t("ties")}</span>
        <span>{t("against")}</span>
      </p>
      <svg width={width} height={height} role="group" aria-label={t("network.label")}>
        {edges.map((edge) => {
          const one = at.get(edge.source);
          const other = at.get(edge.target);
          if (!one || !other) return null;
          const act = edge.kind === "act";
          return (
            <line
              key={`${edge.kind}${edge.type}${edge.source}>${edge.target}`}
              x1={one.x}
              y1={one.y}
              x2={other.x}
              y2={other.y}
              class={`edge ${edge.kind}`}
              stroke={act ? QUAD_COLOURS[main(edge.classes)] : undefined}
              stroke-width={act ? 1 + 4 * Math.sqrt(edge.events / most) : 2.5}
            >
              <title>{act ? t("events", { count: edge.events }) : tieName(edge.type ?? "")}</title>
            </line>
          );
        })}
        {edges.filter((edge) => edge.kind === "tie").map((edge) => {
          const one = at.get(edge.source);
          const other = at.get(edge.target);
          if (!one || !other) return null;
          return (
            <text
              key={`t${edge.type}${edge.source}>${edge.target}`}
              class="edge-label"
              x={(one.x + other.x) / 2}
              y={(one.y + other.y) / 2 - 4}
              text-anchor="middle"
            >
              {tieName(edge.type ?? "")}
            </text>
          );
        })}
        {placed.map((node) => {
          const name = actorName(node);
          const short = name.length > 24 ? `${name.slice(0, 23)}…` : name;
          const half = Math.max(26, short.length * 3.7 + 10);
          const x = Math.min(Math.max(node.x, half + 2), width - half - 2);
          return (
            <g
              key={node.id}
              class={node.id === centre ? "node centre" : "node"}
              transform={`translate(${x}, ${node.y})`}
              role="link"
              tabindex={0}
              aria-label={`${name}: ${t("events", { count: node.events })}`}
              onClick={() => onOpen(node.id)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                onOpen(node.id);
              }}
            >
              <title>{name}</title>
              <rect x={-half} y={-14} width={half * 2} height={28} rx={14} />
              <text text-anchor="middle" y={4.5}>
                {short}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
