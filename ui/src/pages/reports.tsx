// Reports: add them by pasting or dropping files, watch them being read, and see what each one tells, in its own words.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, path, post } from "../api";
import { filtersOf } from "../filters";
import { useLoaded } from "../hooks";
import { day, number, t } from "../i18n";
import { useKeys } from "../keys";
import { Offsets } from "../offsets";
import { Nothing, sentenceOf, Trouble, Waiting } from "../parts/bits";
import { EventCard } from "../parts/card";
import { Filters } from "../parts/filters";
import { More, usePages } from "../parts/lists";
import { MapView } from "../parts/map";
import { fitOf, placesOf } from "../parts/places";
import { ReportText } from "../parts/text";
import { tieName } from "../schema";
import { go, href, type Route, setParams } from "../router";
import type { ReportFull, ReportRow } from "../types";

export function Reports({ route }: { route: Route }): JSX.Element {
  return route.id === null ? <ReportList route={route} /> : <OpenReport key={route.id} id={route.id} route={route} />;
}

interface Job {
  id: string;
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number | null;
  messages: string[];
  reports: string[];
}

function ReportList({ route }: { route: Route }): JSX.Element {
  const pages = usePages<ReportRow>("reports", filtersOf(route.params));
  const [jobs, setJobs] = useState<string[]>([]);
  return (
    <div class="page columns-add">
      <section class="main">
        <h1>{t("page.reports")}</h1>
        <Filters params={route.params} onChange={setParams} />
        {pages.error ? <Trouble error={pages.error} again={pages.again} /> : null}
        {pages.loading && pages.items.length === 0 ? <Waiting /> : null}
        {!pages.loading && !pages.error && pages.items.length === 0 ? (
          <Nothing>
            <p>{t([...filtersOf(route.params)].length ? "nothing.filtered" : "reports.none")}</p>
          </Nothing>
        ) : null}
        <ol class="report-list">
          {pages.items.map((report) => (
            <li key={report.id}>
              <a href={href("reports", report.id)} class="report-row">
                <strong dir="auto" lang="ar">
                  {report.title || report.opening || report.id}
                </strong>
                <span class="meta">
                  <time>{day(report.published) || t("date.unknown")}</time>
                  {report.source ? <bdi>{report.source}</bdi> : null}
                  <span>{t("events", { count: report.events })}</span>
                  <Seen row={report} />
                </span>
              </a>
            </li>
          ))}
        </ol>
        <More pages={pages} />
      </section>
      <aside class="side">
        <AddReports onJob={(job) => setJobs((before) => [job, ...before])} />
        {jobs.map((job) => (
          <JobProgress key={job} id={job} onDone={pages.again} />
        ))}
      </aside>
    </div>
  );
}

function Seen({ row }: { row: ReportRow }): JSX.Element | null {
  const unseen = row.reviewed.unseen ?? 0;
  const seen = row.events - unseen;
  if (seen <= 0) return null;
  return <span class={unseen === 0 ? "reviewed reviewed-accepted" : "muted"}>{t("seen.of", { seen, all: row.events })}</span>;
}

function AddReports({ onJob }: { onJob: (job: string) => void }): JSX.Element {
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [text, setText] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);

  const send = async (body: unknown): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      const { job } = await post<{ job: string | number }>("reports", body);
      onJob(String(job));
      return true;
    } catch (failed) {
      setError(sentenceOf(failed as Error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const field = (name: string): string => {
    const value = form.current ? new FormData(form.current).get(name) : "";
    return typeof value === "string" ? value.trim() : "";
  };
  const files = async (list: FileList | null | undefined): Promise<void> => {
    if (!list?.length) return;
    const body = new FormData();
    for (const one of list) body.append("files", one, one.name);
    if (field("published")) body.append("published", field("published"));
    await send(body);
  };
  return (
    <section class="panel add" aria-labelledby="add-title">
      <h2 id="add-title">{t("add.title")}</h2>
      <form
        ref={form}
        onSubmit={async (event) => {
          event.preventDefault();
          const sent = await send({
            text: text.trim(),
            title: field("title") || null,
            published: field("published") || null,
            source: field("source") || null,
          });
          if (sent) {
            setText("");
            form.current?.reset();
          }
        }}
      >
        <label>
          {t("add.text")}
          <textarea
            name="text"
            rows={7}
            dir="rtl"
            lang="ar"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            placeholder={t("add.placeholder")}
          />
        </label>
        <label>
          {t("add.report.title")}
          <input name="title" dir="auto" />
        </label>
        <div class="pair">
          <label>
            {t("add.published")}
            <input name="published" type="date" />
          </label>
          <label>
            {t("add.source")}
            <input name="source" dir="auto" />
          </label>
        </div>
        <p class="hint">{t("add.published.why")}</p>
        <p class="actions">
          <button type="submit" class="primary" disabled={busy || !text.trim()}>
            {t("add.submit")}
          </button>
        </p>
      </form>
      <div
        class={`drop${over ? " over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void files(event.dataTransfer?.files);
        }}
      >
        <p>{t("add.drop")}</p>
        <button type="button" disabled={busy} onClick={() => file.current?.click()}>
          {t("add.choose")}
        </button>
        <input
          ref={file}
          type="file"
          multiple
          hidden
          aria-label={t("add.choose")}
          onChange={(event) => {
            void files(event.currentTarget.files);
            event.currentTarget.value = "";
          }}
        />
        <p class="hint">{t("add.kinds")}</p>
      </div>
      {error ? (
        <p class="error" role="alert" dir="auto">
          {error}
        </p>
      ) : null}
    </section>
  );
}

function JobProgress({ id, onDone }: { id: string; onDone: () => void }): JSX.Element {
  const [job, setJob] = useState<Job | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    let stopped = false;
    let wait = 150;
    const look = async (): Promise<void> => {
      try {
        const now = await get<Job>(path("jobs", id));
        if (stopped) return;
        setJob(now);
        setError(null);
        if (now.state === "done" || now.state === "failed") {
          done.current();
          return;
        }
      } catch (failed) {
        if (stopped) return;
        setError(failed as Error);
      }
      wait = Math.min(2000, wait * 1.4);
      setTimeout(() => void look(), wait);
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [id]);
  const state = job?.state ?? "queued";
  return (
    <section class={`panel job job-${state}`} aria-label={t("job")}>
      <p role="status">
        {t(`job.${state}`, { done: job?.done ?? 0, total: job?.total ?? 0 })}
      </p>
      {state === "running" || state === "queued" ? (
        <progress max={job?.total || undefined} value={job?.total ? job.done : undefined} aria-label={t("job")} />
      ) : null}
      {error ? <Trouble error={error} /> : null}
      {job?.messages.length ? (
        <ul class="messages">
          {job.messages.map((message, at) => (
            <li key={at} dir="auto">
              {message}
            </li>
          ))}
        </ul>
      ) : null}
      {job?.reports.length ? (
        <ul class="links">
          {job.reports.slice(0, 8).map((report) => (
            <li key={report}>
              <a href={href("reports", report)} class="new-report">
                {t("open.report")}: <bdi>{report}</bdi>
              </a>
            </li>
          ))}
          {job.reports.length > 8 ? <li class="muted">{t("and.more", { count: job.reports.length - 8 })}</li> : null}
        </ul>
      ) : null}
    </section>
  );
}

function OpenReport({ id, route }: { id: string; route: Route }): JSX.Element {
  const report = useLoaded(id, (signal) => get<ReportFull>(path("reports", id), undefined, signal));
  const [hovered, setHovered] = useState<string | null>(null);
  const [lit, setLit] = useState<{ start: number; end: number } | null>(null);
  const selected = route.params.get("event");
  const full = report.value;
  const offsets = useMemo(() => new Offsets(full?.text ?? ""), [full]);
  const events = full?.record.events ?? [];
  const select = (event: string | null): void => {
    setParams(event && event !== selected ? new URLSearchParams({ event }) : new URLSearchParams(), true);
  };
  const step = (by: number): void => {
    if (!events.length) return;
    const at = events.findIndex((event) => event.id === selected);
    const next = events[at < 0 ? (by > 0 ? 0 : events.length - 1) : (at + by + events.length) % events.length];
    if (next) setParams(new URLSearchParams({ event: next.id }), true);
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    e: () => go("review", selected ?? undefined, { report: id }),
    Escape: () => (selected ? select(null) : go("reports")),
  });
  useEffect(() => {
    if (selected) document.querySelector(`[data-card="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [selected, full]);
  const features = useMemo(() => placesOf(events), [full]);
  const fit = useMemo(() => fitOf(selected ? events.filter((event) => event.id === selected) : events) ?? fitOf(events), [full, selected]);
  if (report.error) return <Trouble error={report.error} again={report.again} />;
  if (!full) return <Waiting />;
  return (
    <div class="page reading">
      <header class="reading-head">
        <a class="back" href={href("reports")}>
          {t("back.reports")}
        </a>
        <h1 dir="auto" lang="ar">
          {full.title || full.id}
        </h1>
        <p class="meta">
          <time>{day(full.published) || t("date.unknown")}</time>
          {full.source ? <bdi>{full.source}</bdi> : null}
          <span>{t("events", { count: events.length })}</span>
          {full.versions.length > 1 ? <span>{t("versions", { count: full.versions.length })}</span> : null}
          {full.url ? (
            <span class="url" dir="ltr">
              {full.url}
            </span>
          ) : null}
        </p>
      </header>
      <section class="reading-text">
        <ReportText
          text={full.text}
          events={events}
          selected={selected}
          hovered={hovered}
          lit={lit}
          onHover={setHovered}
          onSelect={select}
        />
        {full.record.relations.length ? (
          <section class="ties">
            <h2>{t("ties")}</h2>
            <ul>
              {full.record.relations.map((tie, at) => (
                <li key={at} dir="rtl" lang="ar">
                  {tie.head.text} <span class="tie-type">{tieName(tie.type)}</span> {tie.tail.text}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </section>
      <section class="reading-events" aria-label={t("events.title")}>
        <div class="mini-map">
          <MapView
            label={t("map.of.report")}
            features={features}
            fit={fit}
            lit={hovered ?? selected}
            onFeature={(properties) => select(String(properties.id))}
            onHoverFeature={(properties) => setHovered(properties ? String(properties.id) : null)}
          />
        </div>
        {events.length === 0 ? <Nothing>{t("report.no.events")}</Nothing> : null}
        {events.map((event) => (
          <EventCard
            key={event.id}
            event={event}
            offsets={offsets}
            selected={event.id === selected}
            hovered={event.id === hovered}
            review={full.review[event.id]?.state}
            onSelect={() => select(event.id)}
            onHover={(over) => setHovered(over ? event.id : null)}
            onLight={setLit}
          >
            <span class="push" />
            <a href={href("review", event.id, { report: id })}>{t("correct.this")}</a>
          </EventCard>
        ))}
        <p class="muted">{t("report.footer", { number: number(events.length) })}</p>
      </section>
    </div>
  );
}
