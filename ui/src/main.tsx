// Where the pages begin.
import { render } from "preact";
import { ApiError, get, me, type Me } from "./api";
import { App } from "./app";
import { startLocale, t } from "./i18n";
import { sentenceOf } from "./parts/bits";
import { setTiles } from "./parts/map";
import { loadSchema } from "./schema";
import "./styles/fonts.css";
import "./styles/base.css";
import "./styles/pages.css";
import { startTheme } from "./theme";
import type { About } from "./types";

async function begin(): Promise<void> {
  startLocale();
  startTheme();
  const root = document.getElementById("app");
  if (!root) return;
  let first: Me | null = null;
  try {
    const [who, , about] = await Promise.all([me(), loadSchema(), get<About>("about")]);
    first = who;
    setTiles(about.tiles);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) {
      root.textContent = sentenceOf(error as Error) || t("unreachable");
      return;
    }
  }
  render(<App first={first} />, root);
}

void begin();
