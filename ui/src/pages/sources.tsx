// Sources: who is quoted, for what, how often nobody else tells it, and how often others contradict it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { listed, number, percent, t } from "../i18n";
import { Arabic, Nothing, Trouble, TypeChip, Waiting } from "../parts/bits";
import { More, usePages } from "../parts/lists";
import { withFilter } from "../filters";
import { useSettled } from "../hooks";
import { useKeys } from "../keys";
import { type Route, setParams } from "../router";
import { kindName, terms } from "../schema";
import type { SourceRow } from "../types";

type Order = "events" | "alone" | "contradicted";

export function Sources({ route }: { route: Route }): JSX.Element {
  const params = route.params;
  const [typed, setTyped] = useState(params.get("q") ?? "");
  const query = useSettled(typed, 250);
  const asked = new URLSearchParams();
  if (query.trim()) asked.set("q", query.trim());
  const kind = params.get("kind");
  if (kind) asked.set("kind", kind);
  const pages = usePages<SourceRow>("sources", asked, 100);
  useKeys({ "/": () => document.querySelector<HTMLInputElement>("#source-search")?.focus() });
  const [order, setOrder] = useState<Order>("events");
  const sorted = [...pages.items].sort((one, other) => other[order] - one[order] || other.events - one.events);
  const head = (key: Order, label: string): JSX.Element => (
    <th scope="col" class="numeric" aria-sort={order === key ? "descending" : undefined}>
      <button type="button" class="plain" onClick={() => setOrder(key)}>
        {label} <span aria-hidden="true">{order === key ? "▾" : ""}</span>
      </button>
    </th>
  );
  return (
    <div class="page">
      <h1>{t("page.sources")}</h1>
      <p class="about">{t("sources.about")}</p>
      <div class="filter-row">
        <input
          id="source-search"
          type="search"
          class="wide-search"
          dir="auto"
          aria-label={t("source.search")}
          placeholder={t("source.search")}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setParams(withFilter(params, "q", event.currentTarget.value), true);
          }}
        />
        <select
          class="narrow"
          aria-label={t("source.kind")}
          value={kind ?? ""}
          onChange={(event) => setParams(withFilter(params, "kind", event.currentTarget.value))}
        >
          <option value="">
            {t("source.kind")}: {t("any")}
          </option>
          {terms().source_kinds.map((one) => (
            <option key={one.id} value={one.id}>
              {kindName(one.id)}
            </option>
          ))}
        </select>
      </div>
      {pages.error ? <Trouble error={pages.error} again={pages.again} /> : null}
      {pages.loading && !pages.items.length ? <Waiting /> : null}
      {!pages.loading && !pages.error && !pages.items.length ? <Nothing>{t("nothing.found")}</Nothing> : null}
      {sorted.length ? (
        <div class="scroller" tabIndex={0} role="region" aria-label={t("page.sources")}>
          <table class="rows sources">
            <thead>
              <tr>
                <th scope="col">{t("source.name")}</th>
                <th scope="col">{t("source.kind")}</th>
                {head("events", t("events.title"))}
                {head("alone", t("source.alone"))}
                {head("contradicted", t("source.contradicted"))}
                <th scope="col">{t("source.for")}</th>
                <th scope="col">{t("source.outlets")}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((source) => (
                <tr key={source.id}>
                  <th scope="row">
                    <Arabic>{source.name}</Arabic>
                    {source.english ? (
                      <small lang="en">
                        <bdi>{source.english}</bdi>
                      </small>
                    ) : null}
                    {source.party ? <small class="party">{t("source.party.of", { count: source.party })}</small> : null}
                  </th>
                  <td>{source.kinds.map((kind) => kindName(kind)).join(" · ")}</td>
                  <td class="numeric">{number(source.events)}</td>
                  <td class="numeric">
                    {number(source.alone)} <small class="muted">{percent(source.events ? source.alone / source.events : 0)}</small>
                  </td>
                  <td class={source.contradicted ? "numeric contradicts" : "numeric"}>{number(source.contradicted)}</td>
                  <td>
                    <span class="chips">
                      {Object.entries(source.types)
                        .sort(([, one], [, other]) => other - one)
                        .slice(0, 4)
                        .map(([type, count]) => (
                          <TypeChip key={type} type={type} count={count} />
                        ))}
                    </span>
                  </td>
                  <td>
                    <bdi>{listed(source.outlets.slice(0, 3).map(([outlet]) => outlet))}</bdi>
                    {source.outlets.length > 3 ? <small class="muted"> +{number(source.outlets.length - 3)}</small> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <More pages={pages} />
    </div>
  );
}
