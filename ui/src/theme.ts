// Light or dark: as the system has it, until the user chooses.
import { keep } from "./i18n";

export type Theme = "light" | "dark";
const listeners = new Set<() => void>();

export function theme(): Theme {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

export function setTheme(to: Theme, remember = true): void {
  document.documentElement.dataset.theme = to;
  if (remember) keep("masdar-theme", to);
  for (const listener of listeners) listener();
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function startTheme(): void {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem("masdar-theme");
  } catch {
    // As the system has it.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  if (chosen === "light" || chosen === "dark") setTheme(chosen, false);
  else {
    setTheme(dark.matches ? "dark" : "light", false);
    dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light", false));
  }
}
