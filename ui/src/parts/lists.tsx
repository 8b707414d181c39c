// Pages of answers, one after the other, and rows of events.
import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, type List, type Query } from "../api";
import { day, t } from "../i18n";
import { href } from "../router";
import type { EventRow } from "../types";
import { Arabic, Quotation, ReviewMark, StatusMark, TypeChip } from "./bits";

export interface Pages<T> {
  items: T[];
  total: number | null;
  more: (() => void) | null;
  loading: boolean;
  error: Error | null;
  again: () => void;
  /** Change items in place, without asking anew. */
  patch: (change: (items: T[]) => T[]) => void;
}

/** Answers to a query, a page at a time. */
export function usePages<T>(path: string, query: Query, limit = 50): Pages<T> {
  const asked = new URLSearchParams(query instanceof URLSearchParams ? query : undefined);
  if (!(query instanceof URLSearchParams)) {
    for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined) asked.set(name, String(value));
  }
  asked.set("limit", String(limit));
  const key = `${path}?${asked}`;
  const [state, setState] = useState<{ items: T[]; total: number | null; next: string | null }>({ items: [], total: null, next: null });
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<Error | null>(null);
  const [round, setRound] = useState(0);
  const control = useRef<AbortController | null>(null);

  const ask = useCallback(
    async (cursor: string | null, before: T[]) => {
      control.current?.abort();
      const mine = new AbortController();
      control.current = mine;
      setLoading(true);
      setError(null);
      const page = new URLSearchParams(asked);
      if (cursor) page.set("cursor", cursor);
      try {
        const found = await get<List<T>>(path, page, mine.signal);
        if (mine.signal.aborted) return;
        setState({ items: [...before, ...found.items], total: found.total, next: found.next });
      } catch (failed) {
        if (mine.signal.aborted) return;
        setError(failed as Error);
      }
      setLoading(false);
    },
    [key],
  );
  useEffect(() => {
    void ask(null, []);
    return () => control.current?.abort();
  }, [ask, round]);
  return {
    ...state,
    more: state.next && !loading ? () => void ask(state.next, state.items) : null,
    loading,
    error,
    again: () => setRound((count) => count + 1),
    patch: (change) => setState((before) => ({ ...before, items: change(before.items) })),
  };
}

export function More<T>({ pages }: { pages: Pages<T> }): JSX.Element | null {
  if (pages.loading && pages.items.length) return <p class="waiting">{t("loading")}</p>;
  if (!pages.more) return null;
  return (
    <p class="more">
      <button type="button" onClick={pages.more}>
        {t("more")}
      </button>
    </p>
  );
}

export function EventLine({ event, extra }: { event: EventRow; extra?: ComponentChildren }): JSX.Element {
  return (
    <article class="event-line" data-event-row={event.id}>
      <header>
        <TypeChip type={event.type} mode={event.mode} />
        <StatusMark status={event.status} claimed={event.claimed} />
        <ReviewMark state={event.review.state} />
        <span class="push" />
        <time dir="auto">{day(event.date)}</time>
      </header>
      <Quotation quote={event.sentence} marked={event.trigger} />
      <footer>
        {event.place ? <Arabic>{event.place.text}</Arabic> : null}
        {event.outlet ? (
          <span class="muted">
            <bdi>{event.outlet}</bdi>
          </span>
        ) : null}
        <span class="push" />
        {extra}
        <a href={href("reports", event.report, { event: event.id })}>{t("open.report")}</a>
        {event.incident !== null ? <a href={href("incidents", event.incident)}>{t("open.incident")}</a> : null}
      </footer>
    </article>
  );
}
