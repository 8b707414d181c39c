// Incidents: happenings that several reports tell, with the accounts side by side; where they agree and where they
// contradict each other; and why they are held to be one.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { get, path, post } from "../api";
import { filtersOf } from "../filters";
import { useLoaded } from "../hooks";
import { day, type Key, listed, moment, number, t } from "../i18n";
import { useKeys } from "../keys";
import { Arabic, Nothing, Quotation, sentenceOf, Sign, StatusMark, Trouble, TypeChip, Waiting } from "../parts/bits";
import { interval } from "../parts/card";
import { Filters } from "../parts/filters";
import { More, usePages } from "../parts/lists";
import { say } from "../parts/toast";
import { go, href, parse, type Route, setParams } from "../router";
import { countName, kindName, modeName, statusName, typeName } from "../schema";
import { COUNT_KEYS, type CountKey, type Counted, type EventRow, type Incident, type IncidentRow } from "../types";

export function Incidents({ route }: { route: Route }): JSX.Element {
  return route.id === null ? <IncidentList route={route} /> : <OpenIncident key={route.id} id={route.id} />;
}

function Range({ value }: { value: Counted }): JSX.Element {
  const { low, best, high } = value;
  return (
    <span class="range">
      {low !== null && low !== best[0] ? <span class="muted">{number(low)} ≤ </span> : null}
      <b>{interval(best)}</b>
      {high !== null && high !== best[1] ? <span class="muted"> ≤ {number(high)}</span> : null}
    </span>
  );
}

function IncidentList({ route }: { route: Route }): JSX.Element {
  const params = route.params;
  const asked = filtersOf(params);
  if (!params.has("all") && !asked.has("outlets_min")) asked.set("outlets_min", "2");
  const pages = usePages<IncidentRow>("incidents", asked);
  return (
    <div class="page">
      <h1>{t("page.incidents")}</h1>
      <p class="about">{t("incidents.about")}</p>
      <Filters params={params} onChange={(changed) => setParams(changed)} />
      <label class="check">
        <input
          type="checkbox"
          checked={params.has("all")}
          onChange={(event) => {
            const changed = new URLSearchParams(params);
            if (event.currentTarget.checked) changed.set("all", "1");
            else changed.delete("all");
            setParams(changed);
          }}
        />
        {t("incidents.single")}
      </label>
      {pages.error ? <Trouble error={pages.error} again={pages.again} /> : null}
      {pages.loading && !pages.items.length ? <Waiting /> : null}
      {!pages.loading && !pages.error && !pages.items.length ? <Nothing>{t("incidents.none")}</Nothing> : null}
      <ol class="incident-list">
        {pages.items.map((incident) => (
          <li key={incident.id}>
            <a href={href("incidents", incident.id)} class="incident-row">
              <span class="meta">
                <TypeChip type={incident.type} mode={incident.mode} />
                {incident.place ? <Arabic>{incident.place.text}</Arabic> : null}
                <time>{day(incident.date)}</time>
                <span class="push" />
                <span>{t("outlets", { count: incident.outlets })}</span>
                <span class="muted">{t("reports", { count: incident.reports })}</span>
              </span>
              {incident.sentence ? (
                <span class="row-words" lang="ar" dir="rtl">
                  {incident.sentence.text}
                </span>
              ) : null}
              <span class="meta">
                {COUNT_KEYS.filter((key) => incident.counts[key]).map((key) => (
                  <span key={key} class="count">
                    {countName(key)} <Range value={incident.counts[key] as Counted} />
                  </span>
                ))}
                {incident.contradictions.length ? (
                  <span class="contradicts">
                    <Sign bad /> {t("contradictions", { count: incident.contradictions.length })}
                  </span>
                ) : null}
              </span>
            </a>
          </li>
        ))}
      </ol>
      <More pages={pages} />
    </div>
  );
}

const FIELDS = ["type", "mode", "status", "time", "place", "actor", "recipient", "source"] as const;
const NAMES: Record<(typeof FIELDS)[number], Key> = {
  type: "field.type", mode: "field.mode", status: "field.status", time: "field.time", place: "field.places",
  actor: "field.actors", recipient: "field.recipients", source: "field.sources",
};

/** What an account tells of a field, as the page writes it. */
function shown(field: (typeof FIELDS)[number], value: string, type: string): JSX.Element | string {
  if (field === "type") return typeName(value);
  if (field === "mode") return modeName(type, value);
  if (field === "status") return statusName(value);
  if (field === "time") return value.split("/").map((part) => day(part)).join(" – ");
  return <Arabic>{value}</Arabic>;
}

/** Asks anew for the incident that is shown now: what is taken back later may concern another than was shown then. */
let lookAgain: () => void = () => {};

function OpenIncident({ id }: { id: string }): JSX.Element {
  const found = useLoaded(id, (signal) => get<Incident>(path("incidents", id), undefined, signal));
  lookAgain = found.again;
  const [chosen, setChosen] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [joining, setJoining] = useState(false);
  useKeys({ Escape: () => (joining ? setJoining(false) : go("incidents")) });
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  const incident = found.value;
  if (!incident) return <Waiting />;

  const decide = async (what: "join" | "split" | "undo", bodies: unknown[], done: Key): Promise<void> => {
    setBusy(true);
    try {
      const left: { incidents: Record<string, number | null>; decisions: number[] } = { incidents: {}, decisions: [] };
      for (const body of bodies) {
        const said = await post<typeof left>(`incidents/${what}`, body);
        left.incidents = { ...left.incidents, ...said.incidents };
        left.decisions.push(...said.decisions);
      }
      setChosen([]);
      setJoining(false);
      const undo =
        what === "undo" || !left.decisions.length
          ? null
          : { label: t("undo"), act: () => void decide("undo", [{ decisions: left.decisions }], "incident.undone") };
      say(t(done), undo);
      const first = incident.accounts[0]?.id ?? "";
      const now = left.incidents[first] ?? Object.values(left.incidents)[0];
      if (now !== null && now !== undefined && String(now) !== parse(location.hash).id) go("incidents", now);
      else lookAgain();
    } catch (failed) {
      say(sentenceOf(failed as Error), null, true);
    } finally {
      setBusy(false);
    }
  };
  const contradicted = new Map(incident.contradictions.map((one) => [one.field, one]));
  const opposed = (field: string, event: string): boolean =>
    contradicted.get(field)?.sides.some((side) => side.events.includes(event)) ?? false;
  const accounts = incident.accounts;
  return (
    <div class="page incident">
      <a class="back" href={href("incidents")}>
        {t("back.incidents")}
      </a>
      <header>
        <h1>
          <TypeChip type={incident.type} mode={incident.mode} /> {incident.place ? <Arabic>{incident.place.text}</Arabic> : null}{" "}
          <time>{day(incident.date)}</time>
        </h1>
        <p class="meta">
          <span>{t("outlets", { count: incident.outlets })}</span>
          <span class="muted">{t("reports", { count: incident.reports })}</span>
        </p>
      </header>
      {COUNT_KEYS.some((key) => incident.counts[key]) ? (
        <section class="panel">
          <h2>{t("field.counts")}</h2>
          <Counts incident={incident} />
        </section>
      ) : null}
      {incident.contradictions.length ? (
        <section class="panel contradictions">
          <h2>{t("contradictions.title")}</h2>
          <ul>
            {incident.contradictions.map((one) => (
              <li key={one.field + one.says}>
                <b>{fieldName(one.field)}</b>{" "}
                {one.sides.map((side, at) => (
                  <span key={side.value}>
                    {at ? (
                      <>
                        {" "}
                        <Sign bad />
                      </>
                    ) : null}
                    <bdi>{side.value}</bdi>{" "}
                    <span class="muted">({listed(side.events.map((event) => outletOf(accounts, event)))})</span>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section class="panel">
        <h2>{t("accounts")}</h2>
        <div class="scroller" tabIndex={0} role="region" aria-label={t("accounts")}>
          <table class="accounts">
            <thead>
              <tr>
                <th scope="col">
                  <span class="visually-hidden">{t("why.field")}</span>
                </th>
                {accounts.map((account) => (
                  <th key={account.id} scope="col">
                    <label class="check">
                      <input
                        type="checkbox"
                        checked={chosen.includes(account.id)}
                        onChange={(event) =>
                          setChosen(event.currentTarget.checked ? [...chosen, account.id] : chosen.filter((one) => one !== account.id))
                        }
                      />
                      <bdi>{account.outlet ?? account.report}</bdi>
                    </label>
                    <time>{day(account.published)}</time>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{t("quotation")}</th>
                {accounts.map((account) => (
                  <td key={account.id}>
                    <Quotation quote={account.sentence} marked={account.trigger} />
                    <a href={href("reports", account.report, { event: account.id })}>{t("open.report")}</a>
                  </td>
                ))}
              </tr>
              <tr>
                <th scope="row">{t("chain")}</th>
                {accounts.map((account) => (
                  <td key={account.id}>
                    <Chain account={account} />
                  </td>
                ))}
              </tr>
              {FIELDS.filter((field) => field !== "source" && incident.fields[field]?.length).map((field) => {
                const values = incident.fields[field] ?? [];
                const told = (account: EventRow): typeof values => values.filter((one) => one.by.some((by) => by.event === account.id));
                const tellers = accounts.filter((account) => told(account).length).length;
                return (
                  <tr key={field}>
                    <th scope="row">{t(NAMES[field])}</th>
                    {accounts.map((account) => {
                      const mine = told(account);
                      const bad = opposed(field, account.id);
                      const agreed = tellers > 1 && mine.some((one) => one.by.length > 1);
                      return (
                        <td key={account.id} class={bad ? "opposed" : agreed ? "agreed" : ""}>
                          {mine.length ? (
                            mine.map((one) => (
                              <div key={one.value}>
                                {bad ? <Sign bad /> : one.by.length > 1 ? <Sign /> : null}
                                {field === "status" && one.value === "actual" ? (
                                  <StatusMark status="actual" claimed={account.claimed} />
                                ) : (
                                  shown(field, one.value, account.type)
                                )}
                              </div>
                            ))
                          ) : (
                            <span class="muted">{t("not.told")}</span>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
              {COUNT_KEYS.filter((key) => incident.counts[key]).map((key) => (
                <tr key={key}>
                  <th scope="row">{countName(key)}</th>
                  {accounts.map((account) => {
                    const told = account.counts[key];
                    const bad = opposed(key, account.id);
                    return (
                      <td key={account.id} class={bad ? "opposed" : ""}>
                        {told ? (
                          <>
                            {bad ? <Sign bad /> : null}
                            {interval(told)}
                          </>
                        ) : (
                          <span class="muted">{t("not.told")}</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p class="actions">
          <button
            type="button"
            disabled={busy || !chosen.length || chosen.length === accounts.length}
            onClick={() => {
              const staying = accounts.filter((account) => !chosen.includes(account.id)).map((account) => account.id);
              void decide("split", chosen.map((one) => ({ events: [one, ...staying] })), "incident.split.done");
            }}
          >
            {t("incident.split")}
          </button>
          <button type="button" disabled={busy} aria-expanded={joining} onClick={() => setJoining(!joining)}>
            {t("incident.join")}
          </button>
          {accounts.length > 1 ? <span class="hint">{t("incident.split.hint")}</span> : null}
        </p>
        {joining ? (
          <JoinWith
            incident={incident}
            onJoin={(event) => void decide("join", [{ events: [accounts[0]?.id, event] }], "incident.join.done")}
          />
        ) : null}
      </section>
      {incident.joins.length ? (
        <section class="panel">
          <h2>{t("joins")}</h2>
          <ul class="joins">
            {incident.joins.map((join) => (
              <li key={join.one + join.other}>
                <bdi>{outletOf(accounts, join.one)}</bdi> ↔ <bdi>{outletOf(accounts, join.other)}</bdi>{" "}
                <b class="number">{join.likely.toFixed(2)}</b>
                <ul>
                  {join.reasons.map((reason) => (
                    <li key={reason} dir="ltr" lang="en" class="reason">
                      <bdi>{reason}</bdi>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {incident.decisions.length ? (
        <section class="panel">
          <h2>{t("decisions")}</h2>
          <ul>
            {incident.decisions.map((one) => (
              <li key={one.id}>
                {t(one.together ? "decision.together" : "decision.apart")} <bdi>{one.one}</bdi> · <bdi>{one.other}</bdi>{" "}
                <time class="muted">{moment(one.made)}</time>{" "}
                <button type="button" class="small" onClick={() => void decide("undo", [{ decisions: [one.id] }], "incident.undone")}>
                  {t("undo")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function fieldName(field: string): string {
  if ((COUNT_KEYS as readonly string[]).includes(field)) return countName(field);
  const key = NAMES[field as keyof typeof NAMES];
  return key ? t(key) : field;
}

function outletOf(accounts: readonly EventRow[], event: string): string {
  const account = accounts.find((one) => one.id === event);
  return account?.outlet ?? account?.report ?? event;
}

/** Who told it to whom: the first teller in the report, whoever passes it on, the outlet. */
function Chain({ account }: { account: EventRow }): JSX.Element {
  return (
    <ol class="chain">
      {account.sources.map((source) => (
        <li key={source.start} class={source.party_to_conflict ? "party" : ""}>
          <Arabic>{source.text}</Arabic>
          <small>{[kindName(source.kind), source.party_to_conflict ? t("source.party") : ""].filter(Boolean).join(" · ")}</small>
        </li>
      ))}
      {account.sources.length ? null : <li class="muted">{t("chain.report")}</li>}
      <li class="outlet">
        <bdi>{account.outlet ?? account.report}</bdi>
      </li>
    </ol>
  );
}

/** Low, best and high as a line with marks, and who tells what. */
function Counts({ incident }: { incident: Incident }): JSX.Element {
  const keys = COUNT_KEYS.filter((key): key is CountKey => incident.counts[key] !== undefined);
  return (
    <table class="counts-table">
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">{t("field.counts")}</span>
          </th>
          <th scope="col">{t("count.low")}</th>
          <th scope="col">{t("count.best")}</th>
          <th scope="col">{t("count.high")}</th>
          <th scope="col">{t("count.by")}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => {
          const counted = incident.counts[key] as Counted;
          return (
            <tr key={key}>
              <th scope="row">{countName(key)}</th>
              <td>{counted.low === null ? "–" : number(counted.low)}</td>
              <td>
                <b>{interval(counted.best)}</b>
              </td>
              <td>{counted.high === null ? "–" : number(counted.high)}</td>
              <td>
                {counted.by.map(([event, low, high], at) => (
                  <span key={event}>
                    {at ? " · " : ""}
                    <bdi>{outletOf(incident.accounts, event)}</bdi> <bdi>{interval([low, high])}</bdi>
                  </span>
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Other incidents of about the same day, to be joined with this one. */
function JoinWith({ incident, onJoin }: { incident: Incident; onJoin: (event: string) => void }): JSX.Element {
  const [words, setWords] = useState("");
  const around = (days: number): string | null =>
    incident.date ? new Date(Date.parse(incident.date) + days * 86400000).toISOString().slice(0, 10) : null;
  const asked = new URLSearchParams();
  if (words) asked.set("text", words);
  const [from, to] = [around(-3), around(3)];
  if (from && to) {
    asked.set("from", from);
    asked.set("to", to);
  }
  const pages = usePages<EventRow>("events", asked, 30);
  const mine = new Set(incident.accounts.map((account) => account.id));
  return (
    <section class="join-with">
      <label>
        {t("incident.join.search")}
        <input type="search" dir="auto" onChange={(event) => setWords(event.currentTarget.value.trim())} />
      </label>
      {pages.error ? <Trouble error={pages.error} /> : null}
      <ul>
        {pages.items.filter((event) => !mine.has(event.id)).map((event) => (
          <li key={event.id}>
            <span class="meta">
              <TypeChip type={event.type} mode={event.mode} />
              <time>{day(event.date)}</time>
              <bdi>{event.outlet ?? event.report}</bdi>
              <span class="push" />
              <button type="button" class="small" onClick={() => onJoin(event.id)}>
                {t("incident.join.this")}
              </button>
            </span>
            <Quotation quote={event.sentence} marked={event.trigger} />
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </section>
  );
}
