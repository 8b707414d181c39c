// Review: the queue, the most doubtful events first; the text; and the event, to accept, correct, reject or add to with a
// key press. Every act can be undone, and the history tells who changed what when.
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, type List, path, post } from "../api";
import { filtersOf } from "../filters";
import { useLoaded } from "../hooks";
import { day, type Key, moment, t } from "../i18n";
import { useKeys } from "../keys";
import { Offsets } from "../offsets";
import { Nothing, ReviewMark, sentenceOf, Trouble, TypeChip, Waiting } from "../parts/bits";
import { EventCard } from "../parts/card";
import { assign, blank, changesOf, Editor, SelectionBar } from "../parts/editor";
import { Filters } from "../parts/filters";
import { More, usePages } from "../parts/lists";
import { MapView } from "../parts/map";
import { fitOf, placesOf } from "../parts/places";
import { ReportText } from "../parts/text";
import { say } from "../parts/toast";
import { go, href, type Route, setParams } from "../router";
import type { CodedEvent, EventRow, ReportFull, Reviewed, Role, Span, Step } from "../types";

type Action = "accept" | "reject" | "correct" | "add" | "undo";
export function reportOf(event: string): string {
  return event.slice(0, event.lastIndexOf("#"));
}

export function Review({ route }: { route: Route }): JSX.Element {
  const queue = usePages<EventRow>("queue", filtersOf(route.params), 40);
  const current = route.id ?? queue.items[0]?.id ?? null;
  const reportId = route.id && route.params.get("report") ? route.params.get("report") : current ? reportOf(current) : null;
  const report = useLoaded(reportId, (signal) => get<ReportFull>(path("reports", reportId ?? ""), undefined, signal));
  const full = report.value && report.value.id === reportId ? report.value : null;
  const events = full?.record.events ?? [];
  const event = events.find((one) => one.id === current) ?? null;

  const [draft, setDraft] = useState<CodedEvent | null>(null);
  const [adding, setAdding] = useState(false);
  const [selection, setSelection] = useState<Span | null>(null);
  const [picking, setPicking] = useState<number | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const [lit, setLit] = useState<{ start: number; end: number } | null>(null);
  const [history, setHistory] = useState(false);
  const [busy, setBusy] = useState(false);
  const done = useRef<string[]>([]);
  const offsets = useMemo(() => new Offsets(full?.text ?? ""), [full]);
  const kept = useRef({ draft, events });
  kept.current = { draft, events };

  useEffect(() => {
    setDraft(null);
    setAdding(false);
    setPicking(null);
    setSelection(null);
  }, [current]);
  useEffect(() => {
    document.querySelector(".queue [aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const open = (id: string): void => go("review", id, filtersOf(route.params));
  const step = (by: number): void => {
    const at = queue.items.findIndex((one) => one.id === current);
    const next = queue.items[at + by];
    if (next) open(next.id);
    else if (by > 0 && queue.more) queue.more();
  };
  const act = async (action: Action, target: string | null, changes: Partial<CodedEvent> = {}): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const left = await post<Reviewed & { event: string }>("review", {
        event: target ?? reportId,
        action,
        ...(action === "correct" || action === "add" ? { changes } : {}),
        ...(target ? { revision: revisionOf(target) } : {}),
      });
      if (target) {
        if (action === "undo") done.current = done.current.filter((one) => one !== target);
        else done.current.push(target);
        queue.patch((items) => items.map((one) => (one.id === target ? { ...one, review: left } : one)));
      }
      setDraft(null);
      setAdding(false);
      setPicking(null);
      report.again();
      say(t(`did.${action}` as Key), action === "undo" || !target ? null : { label: t("undo"), act: () => void act("undo", target) });
      if ((action === "accept" || action === "reject") && target === current) step(1);
    } catch (failed) {
      say(sentenceOf(failed as Error), null, true);
    } finally {
      setBusy(false);
    }
  };
  const revisionOf = (id: string): number =>
    full?.review[id]?.revision ??
    full?.rejected.find((one) => one.event.id === id)?.revision ??
    queue.items.find((one) => one.id === id)?.review.revision ??
    0;
  const undo = (): void => {
    const last = done.current.at(-1) ?? current;
    if (last) void act("undo", last);
  };
  const edit = (): void => {
    if (event) {
      setAdding(false);
      setDraft(structuredClone(event));
    }
  };
  const add = (): void => {
    if (!full) return;
    setAdding(true);
    setDraft(blank(full.id, selection ?? { start: 0, end: 0, text: "" }));
  };
  const save = (): void => {
    if (!draft) return;
    if (adding) {
      if (!draft.type || draft.trigger.end === draft.trigger.start) {
        say(t("add.event.needs"), null, true);
        return;
      }
      void act("add", null, changesOf(null, draft));
      return;
    }
    const changes = changesOf(event, draft);
    if (Object.keys(changes).length === 0) {
      say(t("nothing.changed"));
      return;
    }
    void act("correct", draft.id, changes);
  };
  const give = (role: Role): void => {
    if (!selection) return;
    if (draft) setDraft(assign(draft, role, selection));
    else if (event) setDraft(assign(structuredClone(event), role, selection));
  };
  const roleKeys = Object.fromEntries(
    (["trigger", "actor", "recipient", "place", "time", "source"] as const).map((role, at) => [String(at + 1), () => give(role)]),
  );
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    a: () => event && !draft && void act("accept", event.id),
    r: () => event && !draft && void act("reject", event.id),
    e: edit,
    n: add,
    u: undo,
    h: () => setHistory((was) => !was),
    w: () => document.querySelector<HTMLElement>("[data-card] [aria-expanded]")?.click(),
    t: () => document.querySelector<HTMLElement>(".report-text")?.focus(),
    s: () => draft && save(),
    ...roleKeys,
    Escape: () => {
      if (picking !== null) setPicking(null);
      else if (draft) {
        setDraft(null);
        setAdding(false);
      }
    },
  });

  const shownEvents = useMemo(() => {
    if (!draft) return events;
    return adding ? [...events, draft] : events.map((one) => (one.id === draft.id ? draft : one));
  }, [events, draft, adding]);
  const selected = draft?.id ?? current;
  const mapped = useMemo(() => placesOf(shownEvents.filter((one) => one.id === selected)), [shownEvents, selected]);
  const fit = useMemo(
    () => fitOf(events.filter((one) => one.id === current)) ?? fitOf(events),
    [full, current],
  );
  const pickedPlace = picking !== null ? draft?.places[picking] : null;

  return (
    <div class="page review">
      <aside class="queue" aria-label={t("queue")}>
        <h1>{t("page.review")}</h1>
        <Filters params={route.params} onChange={(params) => setParams(params)} />
        {queue.error ? <Trouble error={queue.error} again={queue.again} /> : null}
        {queue.loading && !queue.items.length ? <Waiting /> : null}
        {!queue.loading && !queue.error && !queue.items.length ? (
          <Nothing>
            <p>{t("queue.none")}</p>
            <a href={href("reports")}>{t("queue.none.add")}</a>
          </Nothing>
        ) : null}
        <ol>
          {queue.items.map((one) => (
            <li key={one.id}>
              <a
                href={href("review", one.id, filtersOf(route.params))}
                aria-current={one.id === current ? "true" : undefined}
                class="queue-row"
              >
                <span class="meta">
                  <TypeChip type={one.type} />
                  <ReviewMark state={one.review.state} />
                  <span class="push" />
                  <span class="number" title={t("confidence.help")}>
                    {one.confidence.toFixed(2)}
                  </span>
                </span>
                <span class="queue-words" lang="ar" dir="rtl">
                  {one.sentence.text}
                </span>
              </a>
            </li>
          ))}
          {queue.more ? (
            <li>
              <More pages={queue} />
            </li>
          ) : null}
        </ol>
      </aside>
      <section class="review-text" aria-label={t("text")}>
        {report.error ? <Trouble error={report.error} again={report.again} /> : null}
        {full ? (
          <>
            <header>
              <h2 dir="auto" lang="ar">
                <a href={href("reports", full.id)}>{full.title || full.id}</a>
              </h2>
              <p class="meta">
                <time>{day(full.published) || t("date.unknown")}</time>
                {full.source ? <bdi>{full.source}</bdi> : null}
              </p>
            </header>
            <SelectionBar selection={selection} onAssign={give} />
            <ReportText
              text={full.text}
              events={shownEvents}
              selected={selected}
              hovered={hovered}
              lit={lit}
              onHover={setHovered}
              onSelect={(id) => !draft && open(id)}
              onSelection={setSelection}
            />
          </>
        ) : null}
      </section>
      <section class="review-event" aria-label={t("event")}>
        {draft ? (
          <div class="panel editing">
            <h2>{t(adding ? "add.event" : "correct.title")}</h2>
            <Editor
              draft={draft}
              selection={selection}
              picking={picking}
              onChange={setDraft}
              onPickPlace={setPicking}
              onLight={setLit}
            />
            <p class="actions sticky">
              <button type="button" class="primary" disabled={busy} onClick={save}>
                {t("save")}
              </button>
              <button
                type="button"
                onClick={() => {
                  setDraft(null);
                  setAdding(false);
                  setPicking(null);
                }}
              >
                {t("cancel")} <kbd>Esc</kbd>
              </button>
            </p>
          </div>
        ) : event && full ? (
          <>
            <p class="actions verdict">
              <button type="button" class="accept" disabled={busy} onClick={() => void act("accept", event.id)}>
                {t("accept")} <kbd>A</kbd>
              </button>
              <button type="button" disabled={busy} onClick={edit}>
                {t("correct")} <kbd>E</kbd>
              </button>
              <button type="button" class="reject" disabled={busy} onClick={() => void act("reject", event.id)}>
                {t("reject")} <kbd>R</kbd>
              </button>
            </p>
            <EventCard
              event={event}
              offsets={offsets}
              selected
              hovered={false}
              review={full.review[event.id]?.state}
              onLight={setLit}
            />
            <p class="actions">
              <button type="button" disabled={busy} onClick={undo}>
                {t("undo")} <kbd>U</kbd>
              </button>
              <button type="button" onClick={add}>
                {t("add.event")} <kbd>N</kbd>
              </button>
              <button type="button" aria-expanded={history} onClick={() => setHistory(!history)}>
                {t("history")} <kbd>H</kbd>
              </button>
              <IncidentLink row={queue.items.find((one) => one.id === event.id)} />
            </p>
          </>
        ) : full && current ? (
          <Nothing>
            <p>{t("event.gone")}</p>
            <p class="actions">
              <button type="button" onClick={undo}>
                {t("undo")} <kbd>U</kbd>
              </button>
              <button type="button" onClick={add}>
                {t("add.event")} <kbd>N</kbd>
              </button>
            </p>
          </Nothing>
        ) : report.loading && current ? (
          <Waiting />
        ) : null}
        {full ? (
          <div class={`mini-map${picking !== null ? " picking" : ""}`}>
            {picking !== null ? <p class="map-hint">{t("place.pick.hint")}</p> : null}
            <MapView
              label={t("map.of.event")}
              features={mapped}
              fit={fit}
              picked={pickedPlace && pickedPlace.lat !== null && pickedPlace.lon !== null ? { lat: pickedPlace.lat, lon: pickedPlace.lon } : null}
              onPick={
                picking === null
                  ? undefined
                  : (lat, lon) => {
                      const before = kept.current.draft;
                      if (!before) return;
                      setDraft({
                        ...before,
                        places: before.places.map((place, at) =>
                          at === picking
                            ? { ...place, geonameid: null, lat: Number(lat.toFixed(4)), lon: Number(lon.toFixed(4)), precision: "exact", alternatives: [] }
                            : place,
                        ),
                      });
                      setPicking(null);
                    }
              }
            />
          </div>
        ) : null}
        {history && current && full ? <History key={`${current}${revisionOf(current)}`} event={current} /> : null}
      </section>
    </div>
  );
}

function IncidentLink({ row }: { row: EventRow | undefined }): JSX.Element | null {
  return row?.incident !== null && row?.incident !== undefined ? (
    <a class="button" href={href("incidents", row.incident)}>
      {t("open.incident")}
    </a>
  ) : null;
}

function History({ event }: { event: string }): JSX.Element {
  const found = useLoaded(event, (signal) => get<List<Step>>("history", { event }, signal));
  if (found.error) return <Trouble error={found.error} />;
  return (
    <section class="panel history">
      <h2>{t("history")}</h2>
      {found.value && !found.value.items.length ? <p class="muted">{t("history.none")}</p> : null}
      <ol>
        {found.value?.items.map((one, at) => (
          <li key={at}>
            <b class={one.undone ? "undone" : undefined}>{t(`did.${one.action}`)}</b> <bdi>{one.who}</bdi>{" "}
            <time class="muted">{moment(one.made)}</time>
            {one.changed.length ? <p class="muted">{one.changed.map(fieldLabel).join(" · ")}</p> : null}
            {one.note ? <p dir="auto">{one.note}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function fieldLabel(field: string): string {
  const keys = ["type", "mode", "status", "trigger", "actors", "recipients", "places", "time", "sources", "counts"];
  return keys.includes(field) ? t(`field.${field}` as Key) : field;
}
