// The help sheet, the export sheet and the log-in, as dialogs of the browser: it keeps the focus inside and Escape closes.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { download, me, post } from "../api";
import { filtersOf } from "../filters";
import { type Key, t } from "../i18n";
import { terms } from "../schema";
import { Icon, sentenceOf } from "./bits";

export function Dialog({
  title,
  onClose,
  children,
  fixed = false,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  fixed?: boolean;
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        if (!fixed) onClose();
      }}
      onClick={(event) => event.target === dialog.current && !fixed && onClose()}
    >
      <div class="dialog">
        <header>
          <h2>{title}</h2>
          {fixed ? null : (
            <button type="button" class="icon-button" aria-label={t("close")} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}

const KEYS: [Key, [string, Key][]][] = [
  [
    "help.everywhere",
    [
      ["?", "help.help"], ["/", "help.search"], ["f", "help.filters"], ["g r", "help.go.reports"], ["g v", "help.go.review"],
      ["g m", "help.go.map"], ["g i", "help.go.incidents"], ["g a", "help.go.actors"], ["g s", "help.go.sources"],
      ["g c", "help.go.civilians"], ["Esc", "help.escape"],
    ],
  ],
  [
    "help.review",
    [
      ["j", "help.next"], ["k", "help.previous"], ["a", "help.accept"], ["r", "help.reject"], ["e", "help.edit"],
      ["s", "help.save"],
      ["n", "help.new"], ["u", "help.undo"], ["h", "help.history"], ["w", "help.why"],
    ],
  ],
  [
    "help.text",
    [
      ["t", "help.text.focus"], ["← →", "help.word"], ["Shift ← →", "help.words"], ["1 … 6", "help.assign"],
    ],
  ],
];

export function Help({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title={t("help.title")} onClose={onClose}>
      <div class="help">
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {keys.map(([key, says]) => (
                <div key={key}>
                  <dt>
                    {key.split(" ").map((one) => (
                      <kbd key={one} dir="ltr">
                        {one}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{t(says)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t("help.colours")}</h3>
          <ul class="role-legend">
            {(["trigger", "actor", "recipient", "place", "time", "source"] as const).map((role) => (
              <li key={role}>
                <span class={`span role-${role} selected`}>{t(`role.${role}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}

export function Export({ params, onClose }: { params: URLSearchParams; onClose: () => void }): JSX.Element {
  const [format, setFormat] = useState<string>("csv");
  const [safe, setSafe] = useState(false);
  const [partial, setPartial] = useState(false);
  const query = filtersOf(params);
  query.set("format", format);
  if (safe) query.set("safe", "1");
  return (
    <Dialog title={t("export.title")} onClose={onClose}>
      <p>{t("export.about")}</p>
      <label>
        {t("export.format")}
        <select value={format} onChange={(event) => setFormat(event.currentTarget.value)}>
          {terms().formats.map((one) => (
            <option key={one} value={one}>
              {t(`export.${one}` as Key)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input type="checkbox" checked={safe} onChange={(event) => setSafe(event.currentTarget.checked)} />
        {t("export.safe")}
      </label>
      <p class="actions">
        <a class="button primary" href={download("export", query)} download>
          {t("export.download")}
        </a>
      </p>
      <hr />
      <p>{t("export.gold.about")}</p>
      <label class="check">
        <input type="checkbox" checked={partial} onChange={(event) => setPartial(event.currentTarget.checked)} />
        {t("export.partial")}
      </label>
      <p class="actions">
        <a class="button" href={download("gold", { partial: partial ? "1" : null })} download="gold.jsonl">
          {t("export.gold")}
        </a>
        <a class="button" href={download("gold", { what: "texts", partial: partial ? "1" : null })} download="gold-docs.jsonl">
          {t("export.texts")}
        </a>
      </p>
    </Dialog>
  );
}

export function Login({ onDone }: { onDone: () => void }): JSX.Element {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={t("login.title")} onClose={() => {}} fixed>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          setBusy(true);
          try {
            await post("login", { name: form.get("name"), password: form.get("password") });
            await me();
            onDone();
          } catch (failed) {
            setError(sentenceOf(failed as Error));
          }
          setBusy(false);
        }}
      >
        <label>
          {t("login.name")}
          <input name="name" autocomplete="username" required dir="auto" />
        </label>
        <label>
          {t("login.password")}
          <input name="password" type="password" autocomplete="current-password" required dir="ltr" />
        </label>
        {error ? (
          <p role="alert" class="error" dir="auto">
            {error}
          </p>
        ) : null}
        <p class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {t("login.enter")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
