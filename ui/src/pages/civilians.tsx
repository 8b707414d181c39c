// Civilians: places where sieges, threats, expulsions, or numbers of displaced and at-risk people are told, newest first,
// each in the words of the report.
import type { JSX } from "preact";
import { filtersOf } from "../filters";
import { day, t } from "../i18n";
import { Arabic, Nothing, Quotation, ReviewMark, StatusMark, Trouble, Waiting } from "../parts/bits";
import { interval } from "../parts/card";
import { Filters } from "../parts/filters";
import { More, usePages } from "../parts/lists";
import { href, type Route, setParams } from "../router";
import { concernName, countName, terms } from "../schema";
import type { EventRow, Interval } from "../types";

export function Civilians({ route }: { route: Route }): JSX.Element {
  const params = route.params;
  const asked = filtersOf(params);
  const pages = usePages<EventRow>("civilians", asked, 40);
  const chosen = params.getAll("concern");
  return (
    <div class="page civilians">
      <h1>{t("page.civilians")}</h1>
      <p class="about">{t("civilians.about")}</p>
      <Filters params={params} onChange={(changed) => setParams(changed)} hide={["concern"]} />
      <div class="chips concern-row" role="group" aria-label={t("filter.concern")}>
        {terms().concerns.map((concern) => (
          <button
            key={concern.id}
            type="button"
            class={`chip concern-${concern.id}`}
            aria-pressed={chosen.includes(concern.id)}
            onClick={() => {
              const changed = new URLSearchParams(params);
              changed.delete("concern");
              const now = chosen.includes(concern.id) ? chosen.filter((one) => one !== concern.id) : [...chosen, concern.id];
              for (const one of now) changed.append("concern", one);
              setParams(changed);
            }}
          >
            {concernName(concern.id)}
          </button>
        ))}
      </div>
      {pages.error ? <Trouble error={pages.error} again={pages.again} /> : null}
      {pages.loading && !pages.items.length ? <Waiting /> : null}
      {!pages.loading && !pages.error && !pages.items.length ? <Nothing>{t("civilians.none")}</Nothing> : null}
      <ol class="concerns">
        {pages.items.map((event) => (
          <li key={event.id} class="panel concern">
            <header>
              <h2>{event.place ? <Arabic>{event.place.text}</Arabic> : <span class="muted">{t("place.not.told")}</span>}</h2>
              {event.concerns.map((concern) => (
                <span key={concern} class={`chip concern-${concern}`}>
                  {concernName(concern)}
                </span>
              ))}
              {(["displaced", "at_risk"] as const).map((key) =>
                event.counts[key] ? (
                  <span key={key} class="count">
                    {countName(key)} <b>{interval(event.counts[key] as Interval)}</b>
                  </span>
                ) : null,
              )}
              <StatusMark status={event.status} claimed={event.claimed} />
              <ReviewMark state={event.review.state} />
              <span class="push" />
              <time>{day(event.date)}</time>
            </header>
            <Quotation quote={event.sentence} marked={event.trigger} />
            <footer>
              <bdi class="muted">{event.outlet ?? event.report}</bdi>
              {event.sources.length ? (
                <span class="muted">
                  {t("field.sources")}: <bdi lang="ar">{event.sources.map((source) => source.text).join("، ")}</bdi>
                </span>
              ) : null}
              <span class="push" />
              <a href={href("reports", event.report, { event: event.id })}>{t("open.report")}</a>
              {event.incident !== null ? <a href={href("incidents", event.incident)}>{t("open.incident")}</a> : null}
            </footer>
          </li>
        ))}
      </ol>
      <More pages={pages} />
    </div>
  );
}
