// One event as a card: what was coded, each field with its words, and why. Pointing at a value lights up its words in
// the text.
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { day, type Key, number, t } from "../i18n";
import { countName, kindName, sectorName } from "../schema";
import { COUNT_KEYS, type Actor, type CodedEvent, type Interval, type Reason, type Role, type Span } from "../types";
import type { Offsets } from "../offsets";
import { Arabic, ReviewMark, StatusMark, Sure, TypeChip } from "./bits";

export interface CardProps {
  event: CodedEvent;
  offsets: Offsets;
  selected: boolean;
  hovered: boolean;
  review?: string | null;
  onSelect?: () => void;
  onHover?: (over: boolean) => void;
  onLight?: (span: { start: number; end: number } | null) => void;
  children?: ComponentChildren;
}

export function interval([low, high]: Interval): string {
  if (low !== null && high !== null) return low === high ? number(low) : `${number(low)}–${number(high)}`;
  if (low !== null) return t("at.least", { number: low });
  return high !== null ? t("at.most", { number: high }) : "";
}

function about(actor: Actor): string {
  return [actor.sector ? sectorName(actor.sector) : "", actor.country ?? ""].filter(Boolean).join(" · ");
}

export function EventCard(props: CardProps): JSX.Element {
  const { event, offsets, selected, hovered, review, onSelect, onHover, onLight, children } = props;
  const [why, setWhy] = useState(false);
  const words = (role: Role, span: Span, more?: ComponentChildren): JSX.Element => (
    <button
      type="button"
      class={`value role-${role}`}
      onMouseEnter={() => onLight?.(span)}
      onMouseLeave={() => onLight?.(null)}
      onFocus={() => onLight?.(span)}
      onBlur={() => onLight?.(null)}
      onClick={(click) => {
        click.stopPropagation();
        onSelect?.();
        document.querySelector(`[data-start="${span.start}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
      }}
    >
      <Arabic>{span.text}</Arabic>
      {more ? <small>{more}</small> : null}
    </button>
  );
  const row = (key: Key, content: ComponentChildren[]): JSX.Element | null =>
    content.length ? (
      <div class="row">
        <dt>{t(key)}</dt>
        <dd>{content}</dd>
      </div>
    ) : null;
  const counts = COUNT_KEYS.filter((key) => event.counts[key]);
  return (
    <article
      class={`card event${selected ? " selected" : ""}${hovered ? " hovered" : ""}`}
      data-card={event.id}
      aria-current={selected ? "true" : undefined}
      onMouseEnter={() => onHover?.(true)}
      onMouseLeave={() => onHover?.(false)}
    >
      <header>
        <button type="button" class="plain" onClick={onSelect} aria-pressed={selected}>
          <TypeChip type={event.type} mode={event.mode} />
        </button>
        <StatusMark status={event.status} claimed={event.sources.length > 0} />
        <ReviewMark state={review} />
        <span class="push" />
        <Sure value={event.confidence} />
      </header>
      <dl>
        {row("field.trigger", [words("trigger", event.trigger)])}
        {row("field.actors", event.actors.map((one) => words("actor", one, about(one))))}
        {row("field.recipients", event.recipients.map((one) => words("recipient", one, about(one))))}
        {row(
          "field.places",
          event.places.map((one) =>
            words(
              "place",
              one,
              [
                one.role && one.role !== "location" ? t(`place.${one.role}` as Key) : "",
                one.country ?? "",
                one.precision === "exact" ? "" : t(`precision.${one.precision}` as Key),
              ].filter(Boolean).join(" · "),
            ),
          ),
        )}
        {row("field.time", event.time ? [words("time", event.time, day(event.time.value))] : [])}
        {row(
          "field.sources",
          event.sources.map((one) =>
            words("source", one, [kindName(one.kind), one.party_to_conflict ? t("source.party") : ""].filter(Boolean).join(" · ")),
          ),
        )}
        {counts.length ? (
          <div class="row">
            <dt>{t("field.counts")}</dt>
            <dd>
              {counts.map((key) => (
                <span key={key} class="count">
                  {countName(key)} <b>{interval(event.counts[key] as Interval)}</b>
                </span>
              ))}
            </dd>
          </div>
        ) : null}
      </dl>
      <footer>
        {event.why?.length ? (
          <button type="button" class="link" aria-expanded={why} onClick={() => setWhy(!why)}>
            {t(why ? "why.hide" : "why.show")}
          </button>
        ) : null}
        {children}
      </footer>
      {why ? <Why reasons={event.why ?? []} offsets={offsets} onLight={onLight} /> : null}
    </article>
  );
}

function fieldName(field: string): string {
  const known: Record<string, Key> = {
    type: "field.type", mode: "field.mode", status: "field.status", trigger: "field.trigger", actors: "field.actors",
    recipients: "field.recipients", places: "field.places", time: "field.time", sources: "field.sources",
    counts: "field.counts", confidence: "confidence", also: "field.also",
  };
  const key = known[field.split(".")[0] ?? ""];
  return key ? t(key) : field;
}

/** Why each field holds what it holds: the words, the rule, and the line of the lexicon. */
export function Why({
  reasons,
  offsets,
  onLight,
}: {
  reasons: readonly Reason[];
  offsets: Offsets;
  onLight?: (span: { start: number; end: number } | null) => void;
}): JSX.Element {
  return (
    <table class="why">
      <caption class="visually-hidden">{t("why.show")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("why.field")}</th>
          <th scope="col">{t("why.words")}</th>
          <th scope="col">{t("why.rule")}</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map((reason, at) => {
          const span = reason.start !== null && reason.end !== null ? { start: reason.start, end: reason.end } : null;
          return (
            <tr key={at} onMouseEnter={() => onLight?.(span)} onMouseLeave={() => onLight?.(null)}>
              <th scope="row">{fieldName(reason.field)}</th>
              <td>{span ? <Arabic>{offsets.slice(span.start, span.end)}</Arabic> : "–"}</td>
              <td>
                <bdi lang="en" dir="ltr">
                  {reason.rule}
                </bdi>
                {reason.lexicon ? (
                  <code dir="ltr" class="lexicon">
                    {reason.lexicon}
                  </code>
                ) : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
