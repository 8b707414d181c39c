// Correcting an event, or writing down one that was missed. What is edited is a draft; only the fields that differ are
// sent. Words come from the text: what is selected there can be given to any field.
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { type Key, t } from "../i18n";
import { countName, kindName, modesOf, quadName, sectorName, statusName, terms, typeName } from "../schema";
import {
  type Actor,
  type CodedEvent,
  COUNT_KEYS,
  type CountKey,
  type Interval,
  type Place,
  QUADS,
  ROLES,
  type Role,
  type Source,
  type Span,
  type Time,
} from "../types";
import { Arabic, Icon } from "./bits";
import { ActorPicker, PlacePicker } from "./pick";

export const EDITED = ["type", "mode", "status", "trigger", "actors", "recipients", "places", "time", "sources", "counts"] as const;

/** The fields of a draft that differ from the event it began as. */
export function changesOf(before: CodedEvent | null, draft: CodedEvent): Partial<CodedEvent> {
  const changes: Record<string, unknown> = {};
  for (const field of EDITED) {
    const now = draft[field];
    if (before === null || JSON.stringify(before[field]) !== JSON.stringify(now)) changes[field] = now;
  }
  // Other places of the same name are the program's guess, not a person's word.
  if (changes.places) changes.places = draft.places.map(({ alternatives: _, ...place }) => place);
  return changes as Partial<CodedEvent>;
}

/** A draft of an event that nothing is known of yet but its word. */
export function blank(report: string, trigger: Span): CodedEvent {
  return {
    id: `${report}#new`, type: "", mode: null, status: "actual", confidence: 1, trigger, also: [],
    actors: [], recipients: [], places: [], time: null, sources: [], counts: {},
  };
}

/** A draft with some selected words given to a role. */
export function assign(draft: CodedEvent, role: Role, span: Span): CodedEvent {
  const same = (other: Span): boolean => other.start === span.start && other.end === span.end;
  const actor: Actor = { ...span, id: null, country: null, sector: null };
  switch (role) {
    case "trigger":
      return { ...draft, trigger: span };
    case "actor":
      return draft.actors.some(same) ? draft : { ...draft, actors: [...draft.actors, actor] };
    case "recipient":
      return draft.recipients.some(same) ? draft : { ...draft, recipients: [...draft.recipients, actor] };
    case "place": {
      const place: Place = {
        ...span, geonameid: null, lat: null, lon: null, country: null, level: null, precision: "unknown",
        alternatives: [], role: "location",
      };
      return draft.places.some(same) ? draft : { ...draft, places: [...draft.places, place] };
    }
    case "time":
      return { ...draft, time: { ...span, value: draft.time?.value ?? null, precision: draft.time?.precision ?? null } };
    case "source": {
      const source: Source = { ...span, id: null, kind: null, party_to_conflict: false };
      return draft.sources.some(same) ? draft : { ...draft, sources: [...draft.sources, source] };
    }
  }
}

/** How exactly an EDTF value is told. */
export function timePrecision(value: string): Time["precision"] {
  const plain = value.replace(/[?~%]/g, "");
  if (plain.includes("/")) return "interval";
  return { 4: "year", 7: "month", 10: "day" }[plain.length] ?? null;
}

const EDTF = /^\d{4}(-\d{2}(-\d{2})?)?[?~%]?(\/\d{4}(-\d{2}(-\d{2})?)?[?~%]?)?$/;

interface EditorProps {
  draft: CodedEvent;
  selection: Span | null;
  picking: number | null;
  onChange: (draft: CodedEvent) => void;
  onPickPlace: (index: number | null) => void;
  onLight: (span: { start: number; end: number } | null) => void;
}

export function SelectionBar({ selection, onAssign }: { selection: Span | null; onAssign: (role: Role) => void }): JSX.Element {
  return (
    <div class="selection-bar" role="toolbar" aria-label={t("assign")}>
      {selection ? (
        <Arabic>{selection.text.length > 60 ? `${selection.text.slice(0, 60)}…` : selection.text}</Arabic>
      ) : (
        <span class="muted">{t("assign.hint")}</span>
      )}
      <span class="roles">
        {ROLES.map((role, at) => (
          <button
            key={role}
            type="button"
            class={`role-button role-${role}`}
            disabled={!selection}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onAssign(role)}
          >
            <kbd>{at + 1}</kbd> {t(`role.${role}`)}
          </button>
        ))}
      </span>
    </div>
  );
}

export function Editor({ draft, selection, picking, onChange, onPickPlace, onLight }: EditorProps): JSX.Element {
  const set = (change: Partial<CodedEvent>): void => onChange({ ...draft, ...change });
  const counts = (key: CountKey, side: 0 | 1, value: string): void => {
    const now: Interval = [...(draft.counts[key] ?? [null, null])];
    now[side] = value === "" ? null : Math.max(0, Math.round(Number(value)));
    const changed = { ...draft.counts };
    if (now[0] === null && now[1] === null) delete changed[key];
    else changed[key] = now;
    set({ counts: changed });
  };
  const modes = modesOf(draft.type);
  return (
    <div class="editor">
      <div class="pair">
        <label>
          {t("field.type")}
          <select
            value={draft.type}
            data-field="type"
            onChange={(event) => {
              const type = event.currentTarget.value;
              const mode = modesOf(type).some((one) => one.id === draft.mode) ? draft.mode : null;
              set({ type, mode });
            }}
          >
            {draft.type ? null : <option value="">{t("choose")}</option>}
            {QUADS.map((quad) => (
              <optgroup key={quad} label={quadName(quad)}>
                {terms().types.filter((one) => one.quad === quad).map((one) => (
                  <option key={one.id} value={one.id}>
                    {typeName(one.id)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label>
          {t("field.mode")}
          <select value={draft.mode ?? ""} disabled={!modes.length} data-field="mode" onChange={(event) => set({ mode: event.currentTarget.value || null })}>
            <option value="">{t("none")}</option>
            {modes.map((mode) => (
              <option key={mode.id} value={mode.id}>
                {mode[document.documentElement.lang === "ar" ? "ar" : "en"]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        {t("field.status")}
        <select value={draft.status} data-field="status" onChange={(event) => set({ status: event.currentTarget.value })}>
          {terms().statuses.map((status) => (
            <option key={status.id} value={status.id}>
              {statusName(status.id)}
            </option>
          ))}
        </select>
      </label>
      <Spans
        part="trigger"
        title={t("field.trigger")}
        items={draft.trigger.end > draft.trigger.start ? [draft.trigger] : []}
        selection={selection}
        onLight={onLight}
        onReplace={(_, span) => set({ trigger: span })}
      />
      <Spans
        part="actor"
        title={t("field.actors")}
        items={draft.actors}
        selection={selection}
        onLight={onLight}
        onReplace={(at, span) => set({ actors: replaced(draft.actors, at, { ...(draft.actors[at] as Actor), ...span }) })}
        onRemove={(at) => set({ actors: without(draft.actors, at) })}
        onAdd={(span) => onChange(assign(draft, "actor", span))}
        more={(at) => <ActorFields actor={draft.actors[at] as Actor} onChange={(actor) => set({ actors: replaced(draft.actors, at, actor) })} />}
      />
      <Spans
        part="recipient"
        title={t("field.recipients")}
        items={draft.recipients}
        selection={selection}
        onLight={onLight}
        onReplace={(at, span) => set({ recipients: replaced(draft.recipients, at, { ...(draft.recipients[at] as Actor), ...span }) })}
        onRemove={(at) => set({ recipients: without(draft.recipients, at) })}
        onAdd={(span) => onChange(assign(draft, "recipient", span))}
        more={(at) => (
          <ActorFields actor={draft.recipients[at] as Actor} onChange={(actor) => set({ recipients: replaced(draft.recipients, at, actor) })} />
        )}
      />
      <Spans
        part="place"
        title={t("field.places")}
        items={draft.places}
        selection={selection}
        onLight={onLight}
        onReplace={(at, span) => set({ places: replaced(draft.places, at, { ...(draft.places[at] as Place), ...span }) })}
        onRemove={(at) => set({ places: without(draft.places, at) })}
        onAdd={(span) => onChange(assign(draft, "place", span))}
        more={(at) => (
          <PlaceFields
            place={draft.places[at] as Place}
            picking={picking === at}
            onPick={() => onPickPlace(picking === at ? null : at)}
            onChange={(place) => set({ places: replaced(draft.places, at, place) })}
          />
        )}
      />
      <Spans
        part="time"
        title={t("field.time")}
        items={draft.time ? [draft.time] : []}
        selection={selection}
        onLight={onLight}
        onReplace={(_, span) => onChange(assign(draft, "time", span))}
        onRemove={() => set({ time: null })}
        onAdd={draft.time ? undefined : (span) => onChange(assign(draft, "time", span))}
        more={() => <TimeFields time={draft.time as Time} onChange={(time) => set({ time })} />}
      />
      <Spans
        part="source"
        title={t("field.sources")}
        items={draft.sources}
        selection={selection}
        onLight={onLight}
        onReplace={(at, span) => set({ sources: replaced(draft.sources, at, { ...(draft.sources[at] as Source), ...span }) })}
        onRemove={(at) => set({ sources: without(draft.sources, at) })}
        onAdd={(span) => onChange(assign(draft, "source", span))}
        more={(at) => {
          const source = draft.sources[at] as Source;
          const change = (part: Partial<Source>): void => set({ sources: replaced(draft.sources, at, { ...source, ...part }) });
          return (
            <div class="pair">
              <label>
                <span class="visually-hidden">{t("source.kind")}</span>
                <select value={source.kind ?? ""} onChange={(event) => change({ kind: event.currentTarget.value || null })}>
                  <option value="">{t("source.kind")}…</option>
                  {terms().source_kinds.map((kind) => (
                    <option key={kind.id} value={kind.id}>
                      {kindName(kind.id)}
                    </option>
                  ))}
                </select>
              </label>
              <label class="check">
                <input type="checkbox" checked={source.party_to_conflict} onChange={(event) => change({ party_to_conflict: event.currentTarget.checked })} />
                {t("source.party")}
              </label>
            </div>
          );
        }}
      />
      <fieldset class="counts">
        <legend>{t("field.counts")}</legend>
        <div class="count-grid">
          <span />
          <span class="muted">{t("count.low")}</span>
          <span class="muted">{t("count.high")}</span>
          {COUNT_KEYS.map((key) => (
            <CountRow key={key} name={key} value={draft.counts[key] ?? [null, null]} onChange={(side, value) => counts(key, side, value)} />
          ))}
        </div>
      </fieldset>
    </div>
  );
}

function CountRow({ name, value, onChange }: { name: CountKey; value: Interval; onChange: (side: 0 | 1, value: string) => void }): JSX.Element {
  const bad = value[0] !== null && value[1] !== null && value[0] > value[1];
  return (
    <>
      <span>{countName(name)}</span>
      {([0, 1] as const).map((side) => (
        <input
          key={side}
          type="number"
          min={0}
          data-field={`${name}-${side ? "high" : "low"}`}
          aria-label={`${countName(name)}: ${t(side ? "count.high" : "count.low")}`}
          aria-invalid={bad || undefined}
          value={value[side] ?? ""}
          onInput={(event) => onChange(side, event.currentTarget.value)}
        />
      ))}
    </>
  );
}

function replaced<T>(list: readonly T[], at: number, item: T): T[] {
  return list.map((one, index) => (index === at ? item : one));
}
function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at);
}

function Spans(props: {
  part: Role;
  title: string;
  items: readonly Span[];
  selection: Span | null;
  onLight: (span: { start: number; end: number } | null) => void;
  onReplace: (at: number, span: Span) => void;
  onRemove?: (at: number) => void;
  onAdd?: ((span: Span) => void) | undefined;
  more?: (at: number) => JSX.Element;
}): JSX.Element {
  const { part: role, title, items, selection, onLight, onReplace, onRemove, onAdd, more } = props;
  const keep = (event: MouseEvent): void => event.preventDefault();
  return (
    <fieldset class={`spans role-${role}`} data-spans={role}>
      <legend>{title}</legend>
      {items.map((item, at) => (
        <div key={at} class="span-item" onMouseEnter={() => onLight(item)} onMouseLeave={() => onLight(null)}>
          <div class="span-words">
            <span class={`span role-${role} selected`}>
              <Arabic>{item.text}</Arabic>
            </span>
            <span class="push" />
            {selection ? (
              <button type="button" class="small" onMouseDown={keep} onClick={() => onReplace(at, selection)}>
                {t("span.replace")}
              </button>
            ) : null}
            {onRemove ? (
              <button type="button" class="icon-button" aria-label={`${t("span.remove")}: ${item.text}`} title={t("span.remove")} onClick={() => onRemove(at)}>
                <Icon name="close" />
              </button>
            ) : null}
          </div>
          {more ? more(at) : null}
        </div>
      ))}
      {onAdd ? (
        <button type="button" class="small add" disabled={!selection} onMouseDown={keep} onClick={() => selection && onAdd(selection)}>
          {selection ? t("span.add", { words: selection.text.slice(0, 40) }) : t("span.add.none")}
        </button>
      ) : null}
    </fieldset>
  );
}

function ActorFields({ actor, onChange }: { actor: Actor; onChange: (actor: Actor) => void }): JSX.Element {
  return (
    <div class="pair">
      <ActorPicker
        label={t("actor.id")}
        hideLabel
        value={actor.id ?? ""}
        onPick={(found) => onChange({ ...actor, id: found.id, country: found.country, sector: found.sector })}
        onText={(text) => {
          if (text.trim() === "") onChange({ ...actor, id: null });
        }}
      />
      <label>
        <span class="visually-hidden">{t("actor.sector")}</span>
        <select value={actor.sector ?? ""} onChange={(event) => onChange({ ...actor, sector: event.currentTarget.value || null })}>
          <option value="">{t("actor.sector")}…</option>
          {terms().sectors.map((sector) => (
            <option key={sector.id} value={sector.id}>
              {sectorName(sector.id)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function PlaceFields({
  place,
  picking,
  onPick,
  onChange,
}: {
  place: Place;
  picking: boolean;
  onPick: () => void;
  onChange: (place: Place) => void;
}): JSX.Element {
  return (
    <div class="place-fields">
      <p class="muted" dir="auto">
        {place.lat !== null && place.lon !== null ? (
          <bdi dir="ltr">
            {place.lat.toFixed(3)}, {place.lon.toFixed(3)}
            {place.country ? ` · ${place.country}` : ""}
            {place.geonameid ? ` · GeoNames ${place.geonameid}` : ""}
          </bdi>
        ) : (
          t("place.unknown")
        )}
        {" · "}
        {t(`precision.${place.precision}` as Key)}
      </p>
      <PlacePicker
        label={t("place.search")}
        hideLabel
        value=""
        onPick={(found) =>
          onChange({
            ...place,
            geonameid: found.geonameid,
            lat: found.lat,
            lon: found.lon,
            country: found.country,
            level: found.level,
            precision: found.precision,
            alternatives: [],
          })
        }
      />
      <div class="pair">
        <label>
          <span class="visually-hidden">{t("place.role")}</span>
          <select value={place.role ?? "location"} onChange={(event) => onChange({ ...place, role: event.currentTarget.value })}>
            {(["location", "origin", "destination"] as const).map((role) => (
              <option key={role} value={role}>
                {t(`place.${role}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" aria-pressed={picking} onClick={onPick}>
          {t(picking ? "place.picking" : "place.pick")}
        </button>
      </div>
    </div>
  );
}

function TimeFields({ time, onChange }: { time: Time; onChange: (time: Time) => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const set = (value: string): void => {
    const given = value.trim();
    if (given && !EDTF.test(given)) {
      input.current?.setCustomValidity(t("time.bad"));
      input.current?.reportValidity();
      return;
    }
    input.current?.setCustomValidity("");
    onChange({ ...time, value: given || null, precision: given ? timePrecision(given) : null });
  };
  return (
    <div class="pair">
      <label>
        <span class="visually-hidden">{t("time.value")}</span>
        <input
          ref={input}
          dir="ltr"
          data-field="time"
          placeholder="2024-03-10"
          title={t("time.help")}
          key={time.value ?? ""}
          defaultValue={time.value ?? ""}
          onInput={() => input.current?.setCustomValidity("")}
          onChange={(event) => set(event.currentTarget.value)}
        />
      </label>
      <label>
        <span class="visually-hidden">{t("time.day")}</span>
        <input
          type="date"
          tabIndex={-1}
          value={time.precision === "day" ? (time.value ?? "").slice(0, 10) : ""}
          onChange={(event) => event.currentTarget.value && set(event.currentTarget.value)}
        />
      </label>
    </div>
  );
}
