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

const HEIGHT = 460;

export const actorName = (actor: { name: string; english: string | null }): string =>
  getLocale() === "en" && actor.english ? actor.english : actor.name;

function main(classes: Partial<Record<Quad, number>>): Quad {
  return [...QUADS].sort((one, other) => (classes[other] ?? 0) - (classes[one] ?? 0))[0] ?? "verbal cooperation";
}

/** The centre in the middle; who is tied to it on an inner ring, who only deals with it on an outer one. */
export function layout(nodes: readonly NetworkNode[], edges: readonly NetworkEdge[], centre: string, width: number): Placed[] {
  const ties = new Set<string>();
  for (const edge of edges) {
    if (edge.kind === "tie" && edge.source === centre) ties.add(edge.target);
    if (edge.kind === "tie" && edge.target === centre) ties.add(edge.source);
  }
  const others = nodes.filter((node) => node.id !== centre);
  const inner = others.filter((node) => ties.has(node.id));
  const outer = others.filter((node) => !ties.has(node.id));
  const [middleX, middleY] = [width / 2, HEIGHT / 2];
  const found: Placed[] = nodes.filter((node) => node.id === centre).map((node) => ({ ...node, x: middleX, y: middleY }));
  const ring = (list: readonly NetworkNode[], share: number, turn: number): void => {
    list.forEach((node, at) => {
      const angle = turn + (2 * Math.PI * at) / Math.max(1, list.length);
      found.push({
        ...node,
        x: middleX + Math.cos(angle) * (middleX - 90) * share,
        y: middleY + Math.sin(angle) * (middleY - 28) * share,
      });
    });
  };
  ring(inner, outer.length ? 0.55 : 0.9, -Math.PI / 2 + 0.3);
  ring(outer, 1, -Math.PI / 2 + Math.PI / Math.max(1, outer.length));
  return found;
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
  const placed = useMemo(() => layout(nodes, edges, centre, width), [nodes, edges, centre, width]);
  const at = new Map(placed.map((node) => [node.id, node]));
  const most = Math.max(1, ...edges.map((edge) => edge.events));
  return (
    <div class="network" ref={attach}>
      <svg width={width} height={HEIGHT} role="group" aria-label={t("network.label")}>
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
              tabIndex={0}
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
