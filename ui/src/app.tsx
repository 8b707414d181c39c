// The frame: the rail of pages, the tools above, and the page itself.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, me as askMe, type Me, post } from "./api";
import { useLoaded } from "./hooks";
import { number, setLocale, t, useLocale } from "./i18n";
import { useKeys } from "./keys";
import { Actors } from "./pages/actors";
import { Civilians } from "./pages/civilians";
import { Incidents } from "./pages/incidents";
import { MapPage } from "./pages/map";
import { Reports } from "./pages/reports";
import { Review } from "./pages/review";
import { Sources } from "./pages/sources";
import { Icon } from "./parts/bits";
import { Export, Help, Login } from "./parts/dialogs";
import { Toast } from "./parts/toast";
import { go, href, PAGES, type PageName, useRoute } from "./router";
import { loadSchema } from "./schema";
import { setTheme, theme } from "./theme";
import type { About } from "./types";

const LETTERS: Record<string, PageName> = {
  r: "reports", v: "review", m: "map", i: "incidents", a: "actors", s: "sources", c: "civilians",
};

export function App({ first }: { first: Me | null }): JSX.Element {
  const locale = useLocale();
  const route = useRoute();
  const [who, setWho] = useState(first);
  const [open, setOpen] = useState<"help" | "export" | null>(null);
  const [dark, setDark] = useState(theme() === "dark");
  const leaving = useRef(0);
  const about = useLoaded(who ? `about ${route.page}` : null, (signal) => get<About>("about", undefined, signal));

  useEffect(() => {
    const login = (): void => setWho(null);
    addEventListener("masdar-login", login);
    return () => removeEventListener("masdar-login", login);
  }, []);
  useEffect(() => {
    document.title = `${t(`page.${route.page}`)} · Masdar`;
  }, [route.page, locale]);
  useEffect(() => {
    document.querySelector("main")?.scrollTo(0, 0);
  }, [route.page]);

  // Two keys one after the other: g, then the page's letter.
  const letter = (name: string) => (): void => {
    if (Date.now() - leaving.current < 1500) {
      leaving.current = 0;
      const page = LETTERS[name];
      if (page) go(page);
    }
  };
  useKeys({ "?": () => setOpen((was) => (was === "help" ? null : "help")) });
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      const target = event.target;
      if (target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select")) return;
      const key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
      if (Date.now() - leaving.current < 1500 && LETTERS[key]) {
        event.preventDefault();
        event.stopImmediatePropagation();
        letter(key)();
      } else if (key === "g") leaving.current = Date.now();
    };
    addEventListener("keydown", heard, { capture: true });
    return () => removeEventListener("keydown", heard, { capture: true });
  }, []);

  if (!who) {
    return (
      <Login
        onDone={async () => {
          await loadSchema();
          setWho(await askMe());
        }}
      />
    );
  }
  const held = about.value;
  return (
    <div class="app">
      <button type="button" class="skip" onClick={() => document.querySelector<HTMLElement>("main")?.focus()}>
        {t("skip")}
      </button>
      <nav class="rail" aria-label={t("pages")}>
        <a class="brand" href={href("reports")} aria-label={t("brand")}>
          <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
            <circle cx="16" cy="16" r="3.4" fill="currentColor" />
            <path d="M16 5a11 11 0 0 1 11 11M16 27A11 11 0 0 1 5 16" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />
          </svg>
          <span class="brand-name">{t("brand")}</span>
        </a>
        <ul>
          {PAGES.map((page) => (
            <li key={page}>
              <a href={href(page)} aria-current={route.page === page ? "page" : undefined} title={t(`page.${page}`)}>
                <Icon name={page} />
                <span>{t(`page.${page}`)}</span>
              </a>
            </li>
          ))}
        </ul>
        <div class="rail-foot">
          {held ? (
            <p class="muted counted">
              {t("reports", { count: held.reports })}
              <br />
              {t("events", { count: held.events })}
              <br />
              {t("reviewed.count", { number: number(held.reviewed) })}
            </p>
          ) : null}
        </div>
      </nav>
      <div class="frame">
        <header class="tools">
          <p class="purpose">{t("purpose")}</p>
          <span class="push" />
          <button type="button" onClick={() => setOpen("export")}>
            <Icon name="export" /> <span class="wide-only">{t("export")}</span>
          </button>
          <button type="button" lang={locale === "ar" ? "en" : "ar"} onClick={() => setLocale(locale === "ar" ? "en" : "ar")}>
            {locale === "ar" ? "English" : "العربية"}
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={t(dark ? "theme.light" : "theme.dark")}
            title={t(dark ? "theme.light" : "theme.dark")}
            onClick={() => {
              setTheme(dark ? "light" : "dark");
              setDark(!dark);
            }}
          >
            <Icon name={dark ? "sun" : "moon"} />
          </button>
          <button type="button" class="icon-button" aria-label={t("help")} title={`${t("help")} (?)`} onClick={() => setOpen("help")}>
            <Icon name="help" />
          </button>
          {who.login ? (
            <button
              type="button"
              onClick={async () => {
                await post("logout", {});
                setWho(null);
              }}
            >
              {t("logout", { name: who.name ?? "" })}
            </button>
          ) : null}
        </header>
        {/* The language is part of the key: everything that was drawn in the other one is drawn anew. */}
        <main id="main" tabIndex={-1} key={locale}>
          {route.page === "reports" ? <Reports route={route} /> : null}
          {route.page === "review" ? <Review route={route} /> : null}
          {route.page === "map" ? <MapPage route={route} about={held} /> : null}
          {route.page === "incidents" ? <Incidents route={route} /> : null}
          {route.page === "actors" ? <Actors route={route} /> : null}
          {route.page === "sources" ? <Sources route={route} /> : null}
          {route.page === "civilians" ? <Civilians route={route} /> : null}
        </main>
      </div>
      {open === "help" ? <Help onClose={() => setOpen(null)} /> : null}
      {open === "export" ? <Export params={route.params} onClose={() => setOpen(null)} /> : null}
      <Toast />
    </div>
  );
}
