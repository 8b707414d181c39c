// Short notes at the foot of the page: what was done, with a way to undo it; what went wrong.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "./bits";

interface Note {
  text: string;
  action: { label: string; act: () => void } | null;
  bad: boolean;
}

let tell: (note: Note) => void = () => {};

export function say(text: string, action: Note["action"] = null, bad = false): void {
  tell({ text, action, bad });
}

export function Toast(): JSX.Element {
  const [note, setNote] = useState<Note | null>(null);
  useEffect(() => {
    tell = setNote;
    return () => {
      tell = () => {};
    };
  }, []);
  useEffect(() => {
    if (!note) return;
    const timer = setTimeout(() => setNote(null), note.bad ? 12000 : 7000);
    return () => clearTimeout(timer);
  }, [note]);
  return (
    <div class="toast-holder" role="status" aria-live="polite">
      {note ? (
        <div class={`toast${note.bad ? " bad" : ""}`}>
          <span dir="auto">{note.text}</span>
          {note.action ? (
            <button
              type="button"
              onClick={() => {
                note.action?.act();
                setNote(null);
              }}
            >
              {note.action.label}
            </button>
          ) : null}
          <button type="button" class="icon-button" aria-label={t("close")} onClick={() => setNote(null)}>
            <Icon name="close" />
          </button>
        </div>
      ) : null}
    </div>
  );
}
