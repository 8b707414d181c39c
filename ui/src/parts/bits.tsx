// Small things that many pages show: names of types, states, notes, quotations.
import type { ComponentChildren, JSX } from "preact";
import { ApiError } from "../api";
import { quadClass } from "../colours";
import { number, t } from "../i18n";
import { Offsets } from "../offsets";
import { modeName, quadOf, reviewName, statusName, typeName } from "../schema";
import type { Quote } from "../types";

/** Words of a report, or a name in Arabic, inside a sentence of any language. */
export function Arabic({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <bdi lang="ar" class="arabic">
      {children}
    </bdi>
  );
}

export function TypeChip({ type, mode, count }: { type: string; mode?: string | null; count?: number }): JSX.Element {
  return (
    <span class={`chip ${quadClass(quadOf(type))}`}>
      <span class="dot" aria-hidden="true" />
      {typeName(type)}
      {mode ? <span class="mode">· {modeName(type, mode)}</span> : null}
      {count !== undefined ? <b>{number(count)}</b> : null}
    </span>
  );
}

export function StatusMark({ status, claimed }: { status: string; claimed?: boolean }): JSX.Element {
  return (
    <span class={`status status-${status}`}>
      {statusName(status)}
      {claimed && status === "actual" ? ` · ${t("claimed")}` : ""}
    </span>
  );
}

export function ReviewMark({ state }: { state: string | null | undefined }): JSX.Element | null {
  if (!state || state === "unseen") return null;
  const mark = { accepted: "✓", corrected: "✎", rejected: "✕", added: "+" }[state] ?? "•";
  return (
    <span class={`reviewed reviewed-${state}`}>
      <span aria-hidden="true">{mark}</span> {reviewName(state)}
    </span>
  );
}

/** Words of a report, with some of them marked; both by code points of the report's text. */
export function Quotation({
  quote,
  marked,
  cite,
}: {
  quote: Quote;
  marked?: { start: number; end: number } | null;
  cite?: ComponentChildren;
}): JSX.Element {
  const offsets = new Offsets(quote.text);
  const start = marked ? Math.max(0, marked.start - quote.start) : 0;
  const end = marked ? Math.min(offsets.length, marked.end - quote.start) : 0;
  return (
    <figure class="quotation">
      <blockquote lang="ar" dir="rtl">
        {end > start ? (
          <>
            {offsets.slice(0, start)}
            <mark>{offsets.slice(start, end)}</mark>
            {offsets.slice(end, offsets.length)}
          </>
        ) : (
          quote.text
        )}
      </blockquote>
      {cite ? <figcaption>{cite}</figcaption> : null}
    </figure>
  );
}

export function sentenceOf(error: Error): string {
  return error instanceof ApiError && error.code === "unreachable" ? t("unreachable") : error.message;
}

export function Trouble({ error, again }: { error: Error; again?: () => void }): JSX.Element {
  return (
    <div class="trouble" role="alert">
      <p dir="auto">{sentenceOf(error)}</p>
      {again ? (
        <button type="button" onClick={again}>
          {t("again")}
        </button>
      ) : null}
    </div>
  );
}

export function Waiting(): JSX.Element {
  return (
    <p class="waiting" role="status">
      {t("loading")}
    </p>
  );
}

export function Nothing({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="nothing">{children}</div>;
}

/** How sure the program is, as a bar with its number. */
export function Sure({ value }: { value: number }): JSX.Element {
  const text = value.toFixed(2);
  return (
    <span class="sure" title={t("confidence.help")}>
      <span class="visually-hidden">{t("confidence")} </span>
      <meter min={0} max={1} value={value} aria-label={t("confidence")} />
      <span class="number">{text}</span>
    </span>
  );
}

/** Whether accounts agree or contradict each other. */
export function Sign({ bad = false }: { bad?: boolean }): JSX.Element {
  const says = t(bad ? "sign.opposed" : "sign.agreed");
  return (
    <span class={bad ? "sign bad" : "sign"} title={says}>
      <Icon name={bad ? "opposed" : "agreed"} />
      <span class="visually-hidden">{says}</span>
    </span>
  );
}

const ICONS: Record<string, string> = {
  agreed: "M5 9.5h14M5 14.5h14",
  opposed: "M5 9.5h14M5 14.5h14M16 5L8 19",
  reports: "M5 3h9l5 5v13H5zM14 3v5h5M8 12h8M8 16h8",
  review: "M4 12l5 5L20 6",
  map: "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14",
  incidents: "M12 3v6M12 15v6M3 12h6M15 12h6M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  actors: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 12a2.5 2.5 0 1 0 0-5M3 20c0-4 2-6 5-6s5 2 5 6M14 15c4-1 7 1 7 5",
  sources: "M5 5h14v10H9l-4 4zM9 9h6M9 12h4",
  civilians: "M12 21s-8-5-8-11a4.5 4.5 0 0 1 8-3 4.5 4.5 0 0 1 8 3c0 6-8 11-8 11z",
  help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5v.5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
  export: "M12 3v12M8 11l4 4 4-4M4 19h16",
  close: "M6 6l12 12M18 6L6 18",
};

export function Icon({ name }: { name: string }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={ICONS[name] ?? ""} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
