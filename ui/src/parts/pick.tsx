// Choosing an actor or a place by typing: the server proposes, arrow keys and Enter choose (the combobox pattern of WAI-ARIA).
import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { get, type List } from "../api";
import { useLoaded, useSettled } from "../hooks";
import { getLocale, t } from "../i18n";
import { levelName, sectorName } from "../schema";
import type { ActorRow, PlaceEntry } from "../types";
import { Arabic } from "./bits";

interface ComboProps<T> {
  label: string;
  value: string;
  placeholder?: string;
  ask: (query: string, signal: AbortSignal) => Promise<T[]>;
  show: (item: T) => JSX.Element;
  text: (item: T) => string;
  onPick: (item: T) => void;
  onText?: (text: string) => void;
  hideLabel?: boolean;
}

export function Combo<T>(props: ComboProps<T>): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const query = useSettled(typed ?? "", 180);
  const found = useLoaded(open && query.trim().length > 1 ? query : null, (signal) => props.ask(query.trim(), signal));
  const items = open ? (found.value ?? []) : [];
  const input = useRef<HTMLInputElement>(null);

  const pick = (item: T): void => {
    props.onPick(item);
    setTyped(null);
    setOpen(false);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (items.length) setActive((active + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length);
    } else if (event.key === "Enter") {
      const item = items[active];
      if (open && item) {
        event.preventDefault();
        pick(item);
      } else if (props.onText) {
        event.preventDefault();
        props.onText(typed ?? props.value);
        setOpen(false);
      }
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
      setTyped(null);
    }
  };
  return (
    <div class="combo">
      <label for={id} class={props.hideLabel ? "visually-hidden" : undefined}>
        {props.label}
      </label>
      <input
        id={id}
        ref={input}
        type="text"
        dir="auto"
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={items.length ? `${id}-${active}` : undefined}
        placeholder={props.placeholder}
        value={typed ?? props.value}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={key}
        onBlur={() => {
          setTimeout(() => setOpen(false), 120);
          if (typed !== null && props.onText) props.onText(typed);
          setTyped(null);
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={props.label} hidden={items.length === 0}>
        {items.map((item, at) => (
          <li
            key={at}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(item)}
            onMouseEnter={() => setActive(at)}
          >
            {props.show(item)}
          </li>
        ))}
      </ul>
      {open && query.trim().length > 1 && found.value && items.length === 0 && typed !== null ? (
        <p class="combo-none">{t("nothing.found")}</p>
      ) : null}
    </div>
  );
}

export const placeName = (place: Pick<PlaceEntry, "name" | "latin">): string =>
  getLocale() === "ar" || !place.latin ? place.name : place.latin;

export function PlacePicker(props: {
  label: string;
  value: string;
  hideLabel?: boolean;
  onPick: (place: PlaceEntry) => void;
  onText?: (text: string) => void;
}): JSX.Element {
  return (
    <Combo<PlaceEntry>
      {...props}
      placeholder={t("place.search")}
      ask={async (q, signal) => (await get<List<PlaceEntry>>("gazetteer", { q, limit: 12 }, signal)).items}
      text={placeName}
      show={(place) => (
        <>
          <Arabic>{place.name}</Arabic>{" "}
          <small>
            <bdi>{[place.latin, place.country, levelName(place.level)].filter(Boolean).join(" · ")}</bdi>
          </small>
        </>
      )}
    />
  );
}

export function ActorPicker(props: {
  label: string;
  value: string;
  hideLabel?: boolean;
  onPick: (actor: ActorRow) => void;
  onText?: (text: string) => void;
}): JSX.Element {
  return (
    <Combo<ActorRow>
      {...props}
      placeholder={t("actor.search")}
      ask={async (q, signal) => (await get<List<ActorRow>>("actors", { q, limit: 12 }, signal)).items}
      text={(actor) => actor.name}
      show={(actor) => (
        <>
          <Arabic>{actor.name}</Arabic>{" "}
          <small>
            <bdi>{[actor.english, sectorName(actor.sector), actor.country].filter(Boolean).join(" · ")}</bdi>
          </small>
        </>
      )}
    />
  );
}
