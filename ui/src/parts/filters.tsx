// The filters above lists, map and timeline: words, and behind one button the rest; what is set stands beside it as
// marks that take it away again.
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { filtersOf, withFilter } from "../filters";
import { day, type Key, t } from "../i18n";
import { useKeys } from "../keys";
import { kindName, modeName, modesOf, quadName, reviewName, statusName, terms, typeName } from "../schema";
import { QUADS } from "../types";
import { Arabic, Icon } from "./bits";
import { ActorPicker, PlacePicker } from "./pick";

export function Filters({
  params,
  onChange,
  hide = [],
}: {
  params: URLSearchParams;
  onChange: (params: URLSearchParams) => void;
  hide?: readonly string[];
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useKeys({
    "/": () => search.current?.focus(),
    f: () => setOpen((was) => !was),
  });
  const set = (name: string, value: string | string[] | null): void => onChange(withFilter(params, name, value));
  const toggle = (name: string, value: string): void => {
    const now = params.getAll(name);
    set(name, now.includes(value) ? now.filter((one) => one !== value) : [...now, value]);
  };
  const shown = (name: string): boolean => !hide.includes(name);
  const active = [...filtersOf(params)].filter(([name]) => name !== "text" && shown(name));
  const modes = params.getAll("type").flatMap((type) => modesOf(type).map((mode) => ({ type, ...mode })));
  return (
    <section class="filters" aria-label={t("filters")}>
      <div class="filter-row">
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            set("text", search.current?.value ?? "");
          }}
        >
          <input
            ref={search}
            type="search"
            dir="auto"
            aria-label={t("filter.text")}
            placeholder={t("filter.text")}
            title={t("filter.text.help")}
            key={params.get("text") ?? ""}
            defaultValue={params.get("text") ?? ""}
            onChange={(event) => set("text", event.currentTarget.value)}
          />
        </form>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("filters")}
          {active.length ? <b class="badge">{active.length}</b> : null}
        </button>
        <ul class="active">
          {active.map(([name, value]) => (
            <li key={`${name}=${value}`}>
              <button
                type="button"
                class="chip removable"
                title={t("filter.remove")}
                onClick={() => onChange(withFilter(params, name, params.getAll(name).filter((one) => one !== value)))}
              >
                <span class="muted">{t(`filter.${name}` as Key)}</span> <bdi>{shownValue(name, value, params)}</bdi>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
        {active.length > 1 ? (
          <button
            type="button"
            class="link"
            onClick={() => {
              const kept = new URLSearchParams(params);
              for (const [name] of filtersOf(params)) kept.delete(name);
              onChange(kept);
            }}
          >
            {t("filter.clear")}
          </button>
        ) : null}
      </div>
      {open ? (
        <div class="filter-panel">
          <fieldset class="wide">
            <legend>{t("filter.type")}</legend>
            {QUADS.map((quad) => (
              <div key={quad} class="chips" role="group" aria-label={quadName(quad)}>
                {terms().types.filter((type) => type.quad === quad).map((type) => (
                  <button
                    key={type.id}
                    type="button"
                    class={`chip quad-${quad.replace(" ", "-")}`}
                    aria-pressed={params.getAll("type").includes(type.id)}
                    onClick={() => toggle("type", type.id)}
                  >
                    <span class="dot" aria-hidden="true" />
                    {typeName(type.id)}
                  </button>
                ))}
              </div>
            ))}
          </fieldset>
          {modes.length ? (
            <fieldset class="wide">
              <legend>{t("filter.mode")}</legend>
              <div class="chips">
                {modes.map((mode) => (
                  <button
                    key={`${mode.type}.${mode.id}`}
                    type="button"
                    class="chip"
                    aria-pressed={params.getAll("mode").includes(mode.id)}
                    onClick={() => toggle("mode", mode.id)}
                  >
                    {modeName(mode.type, mode.id)}
                  </button>
                ))}
              </div>
            </fieldset>
          ) : null}
          <fieldset>
            <legend>{t("filter.status")}</legend>
            <div class="chips">
              {terms().statuses.map((status) => (
                <button
                  key={status.id}
                  type="button"
                  class="chip"
                  aria-pressed={params.getAll("status").includes(status.id)}
                  onClick={() => toggle("status", status.id)}
                >
                  {statusName(status.id)}
                </button>
              ))}
            </div>
          </fieldset>
          <fieldset>
            <legend>{t("filter.source_kind")}</legend>
            <div class="chips">
              {terms().source_kinds.map((kind) => (
                <button
                  key={kind.id}
                  type="button"
                  class="chip"
                  aria-pressed={params.getAll("source_kind").includes(kind.id)}
                  onClick={() => toggle("source_kind", kind.id)}
                >
                  {kindName(kind.id)}
                </button>
              ))}
            </div>
          </fieldset>
          <ActorPicker
            label={t("filter.actor.help")}
            value={params.get("actor") ?? ""}
            onPick={(actor) => set("actor", actor.id || actor.name)}
            onText={(text) => set("actor", text.trim())}
          />
          <PlacePicker
            label={t("filter.place")}
            value={params.get("place") ?? ""}
            onPick={(place) => set("place", place.geonameid ? String(place.geonameid) : place.name)}
            onText={(text) => set("place", text.trim())}
          />
          <label>
            {t("filter.from")}
            <input type="date" value={params.get("from") ?? ""} onChange={(event) => set("from", event.currentTarget.value)} />
          </label>
          <label>
            {t("filter.to")}
            <input type="date" value={params.get("to") ?? ""} onChange={(event) => set("to", event.currentTarget.value)} />
          </label>
          <label>
            {t("filter.outlets_min")}
            <input
              type="number"
              min={1}
              key={params.get("outlets_min") ?? ""}
              defaultValue={params.get("outlets_min") ?? ""}
              onChange={(event) => set("outlets_min", event.currentTarget.value)}
            />
          </label>
          <label>
            {t("filter.killed_min")}
            <input
              type="number"
              min={0}
              key={params.get("killed_min") ?? ""}
              defaultValue={params.get("killed_min") ?? ""}
              onChange={(event) => set("killed_min", event.currentTarget.value)}
            />
          </label>
          <label>
            {t("filter.confidence_min")}
            <input
              type="number"
              min={0}
              max={1}
              step={0.05}
              key={params.get("confidence_min") ?? ""}
              defaultValue={params.get("confidence_min") ?? ""}
              onChange={(event) => set("confidence_min", event.currentTarget.value)}
            />
          </label>
          {shown("review") ? (
            <label>
              {t("filter.review")}
              <select value={params.get("review") ?? ""} onChange={(event) => set("review", event.currentTarget.value)}>
                <option value="">{t("any")}</option>
                {(["unseen", "accepted", "corrected", "rejected"] as const).map((state) => (
                  <option key={state} value={state}>
                    {reviewName(state)}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function shownValue(name: string, value: string, params: URLSearchParams): JSX.Element | string {
  if (name === "type") return typeName(value);
  if (name === "status") return statusName(value);
  if (name === "source_kind") return kindName(value);
  if (name === "mode") {
    const type = params.getAll("type").find((one) => modesOf(one).some((mode) => mode.id === value));
    return type ? modeName(type, value) : value;
  }
  if (name === "from" || name === "to") return day(value);
  if (name === "review") return reviewName(value);
  if (name === "box") return t("filter.box.short");
  return <Arabic>{value}</Arabic>;
}
