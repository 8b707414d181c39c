// Actors: who they are tied to, with the words behind each tie; what they do over time, and to whom.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { get, path } from "../api";
import { QUAD_COLOURS } from "../colours";
import { useLoaded, useSettled, useWidth } from "../hooks";
import { day, number, t } from "../i18n";
import { useKeys } from "../keys";
import { Arabic, Nothing, Quotation, Trouble, Waiting } from "../parts/bits";
import { More, usePages } from "../parts/lists";
import { Legend } from "../parts/map";
import { actorName, NetworkView } from "../parts/network";
import { go, href, type Route, setParams } from "../router";
import { quadName, sectorName, tieName } from "../schema";
import { type ActorDetail, type ActorRow, type Bin, type NetworkEdge, type NetworkNode, QUADS } from "../types";

export function Actors({ route }: { route: Route }): JSX.Element {
  return route.id === null ? <ActorList route={route} /> : <OpenActor key={route.id} id={route.id} />;
}

function ActorList({ route }: { route: Route }): JSX.Element {
  const [typed, setTyped] = useState(route.params.get("q") ?? "");
  const query = useSettled(typed, 250);
  const pages = usePages<ActorRow>("actors", { q: query.trim() || null }, 60);
  useKeys({ "/": () => document.querySelector<HTMLInputElement>("#actor-search")?.focus() });
  return (
    <div class="page">
      <h1>{t("page.actors")}</h1>
      <p class="about">{t("actors.about")}</p>
      <input
        id="actor-search"
        type="search"
        class="wide-search"
        dir="auto"
        aria-label={t("actor.search")}
        placeholder={t("actor.search")}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setParams(new URLSearchParams(event.currentTarget.value ? { q: event.currentTarget.value } : {}), true);
        }}
      />
      {pages.error ? <Trouble error={pages.error} again={pages.again} /> : null}
      {pages.loading && !pages.items.length ? <Waiting /> : null}
      {!pages.loading && !pages.error && !pages.items.length ? <Nothing>{t("nothing.found")}</Nothing> : null}
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{t("actor.name")}</th>
            <th scope="col">{t("actor.sector")}</th>
            <th scope="col">{t("filter.country")}</th>
            <th scope="col" class="numeric">
              {t("events.title")}
            </th>
          </tr>
        </thead>
        <tbody>
          {pages.items.map((actor) => (
            <tr key={actor.id}>
              <th scope="row">
                <a href={href("actors", actor.id)}>
                  <Arabic>{actor.name}</Arabic>
                </a>
                {actor.english ? (
                  <small lang="en">
                    <bdi>{actor.english}</bdi>
                  </small>
                ) : null}
              </th>
              <td>{sectorName(actor.sector)}</td>
              <td>{actor.country}</td>
              <td class="numeric">{number(actor.events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More pages={pages} />
    </div>
  );
}

function OpenActor({ id }: { id: string }): JSX.Element {
  const found = useLoaded(id, (signal) => get<ActorDetail>(path("actors", id), undefined, signal));
  const network = useLoaded(id, (signal) =>
    get<{ nodes: NetworkNode[]; edges: NetworkEdge[] }>("network", { actor: id }, signal),
  );
  useKeys({ Escape: () => go("actors") });
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  const actor = found.value;
  if (!actor) return <Waiting />;
  const against = actor.opposite.filter((one) => one.role === "does");
  const by = actor.opposite.filter((one) => one.role === "suffers");
  return (
    <div class="page actor">
      <a class="back" href={href("actors")}>
        {t("back.actors")}
      </a>
      <header>
        <h1>
          <Arabic>{actor.name}</Arabic> {actor.english ? <small lang="en">{actor.english}</small> : null}
        </h1>
        <p class="meta">
          {actor.sector ? <span>{sectorName(actor.sector)}</span> : null}
          {actor.country ? <span>{actor.country}</span> : null}
          <span>{t("events", { count: actor.events })}</span>
          {actor.known ? <code dir="ltr">{actor.id}</code> : null}
          <a href={href("map", null, { actor: actor.id })}>{t("open.map")}</a>
          <a href={href("review", null, { actor: actor.id })}>{t("open.review")}</a>
        </p>
        {actor.names.length > 1 ? (
          <p class="muted">
            {t("actor.names")} <bdi lang="ar">{actor.names.slice(0, 12).join("، ")}</bdi>
          </p>
        ) : null}
      </header>
      <div class="columns">
        <section class="panel wide">
          <h2>{t("network")}</h2>
          {network.error ? <Trouble error={network.error} again={network.again} /> : null}
          {network.value && network.value.nodes.length > 1 ? (
            <>
              <NetworkView
                nodes={network.value.nodes}
                edges={network.value.edges}
                centre={id}
                onOpen={(other) => other !== id && go("actors", other)}
              />
              <p class="hint">{t("network.about")}</p>
            </>
          ) : network.value ? (
            <p class="muted">{t("network.none")}</p>
          ) : null}
        </section>
        <section class="panel">
          <h2>{t("ties")}</h2>
          {actor.ties.length ? null : <p class="muted">{t("ties.none")}</p>}
          <ul class="tie-list">
            {actor.ties.map((tie, at) => (
              <li key={at}>
                <p dir="rtl" lang="ar" class="tie">
                  <a href={href("actors", tie.head)}>{tie.head_name}</a> <span class="tie-type">{tieName(tie.type)}</span>{" "}
                  <a href={href("actors", tie.tail)}>{tie.tail_name}</a>
                </p>
                <Quotation
                  quote={tie.quote}
                  cite={
                    <a href={href("reports", tie.quote.report)}>
                      <bdi>{tie.outlet ?? tie.quote.report}</bdi> {day(tie.published)}
                    </a>
                  }
                />
              </li>
            ))}
          </ul>
        </section>
        <section class="panel">
          <h2>{t("acts")}</h2>
          <Legend />
          <h3>{t("acts.does")}</h3>
          <Months bins={actor.acts} label={t("acts.does")} />
          <h3>{t("acts.suffers")}</h3>
          <Months bins={actor.suffered} label={t("acts.suffers")} />
        </section>
        <section class="panel">
          <h2>{t("against")}</h2>
          <Opposites list={against} />
          <h2>{t("against.by")}</h2>
          <Opposites list={by} />
        </section>
      </div>
    </div>
  );
}

function Opposites({ list }: { list: ActorDetail["opposite"] }): JSX.Element {
  if (!list.length) return <p class="muted">{t("none")}</p>;
  const most = Math.max(...list.map((one) => one.events));
  return (
    <table class="rows bars">
      <tbody>
        {list.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={href("actors", one.id)}>
                <bdi>{actorName(one)}</bdi>
              </a>
            </th>
            <td class="bar-cell">
              <span class="stack" style={{ inlineSize: `${Math.max(4, (one.events / most) * 100)}%` }}>
                {QUADS.map((quad) =>
                  one.classes[quad] ? (
                    <span key={quad} title={quadName(quad)} style={{ flexGrow: one.classes[quad], background: QUAD_COLOURS[quad] }} />
                  ) : null,
                )}
              </span>
            </td>
            <td class="numeric">{number(one.events)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Months as stacked bars; a table for those who do not see. */
function Months({ bins, label }: { bins: readonly Bin[]; label: string }): JSX.Element {
  const [attach, width] = useWidth(480);
  const dated = bins.filter((bin): bin is Bin & { day: string } => bin.day !== null);
  if (!dated.length) return <p class="muted">{t("none")}</p>;
  const index = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
  const first = index(dated[0]?.day ?? "");
  const count = index(dated.at(-1)?.day ?? "") - first + 1;
  const most = Math.max(...dated.map((bin) => bin.events));
  const step = width / Math.max(count, 12);
  const tall = 70;
  const rtl = document.documentElement.dir === "rtl";
  return (
    <div class="months" ref={attach}>
      <svg width={width} height={tall + 16} role="img" aria-label={`${label}: ${dated.map((bin) => `${day(bin.day.slice(0, 7))} ${bin.events}`).join("; ")}`}>
        {dated.map((bin) => {
          const at = (index(bin.day) - first) * step;
          const x = rtl ? width - at - step : at;
          let y = tall;
          return (
            <g key={bin.day}>
              <title>{`${day(bin.day.slice(0, 7))}: ${number(bin.events)}`}</title>
              {[...QUADS].reverse().map((quad) => {
                const held = bin.classes[quad] ?? 0;
                if (!held) return null;
                const high = Math.max(1.5, (held / most) * (tall - 4));
                y -= high;
                return <rect key={quad} x={x} y={y} width={Math.max(1, Math.min(24, step - 1))} height={high} fill={QUAD_COLOURS[quad]} />;
              })}
            </g>
          );
        })}
        <line class="axis" x1={0} x2={width} y1={tall + 0.5} y2={tall + 0.5} />
        <text class="tick" x={rtl ? width : 0} y={tall + 14} text-anchor="start">
          {day(dated[0]?.day.slice(0, 7))}
        </text>
        {count > 3 ? (
          <text class="tick" x={rtl ? width - count * step : count * step} y={tall + 14} text-anchor="end">
            {day(dated.at(-1)?.day.slice(0, 7))}
          </text>
        ) : null}
      </svg>
    </div>
  );
}
