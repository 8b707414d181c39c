// Keyboard shortcuts. Letters are matched by what they print and, on an Arabic or other keyboard, by where they are, so
// that the same fingers do the same thing. Nothing happens while somebody is typing.
import { useEffect, useRef } from "preact/hooks";

export type Bindings = Record<string, (event: KeyboardEvent) => void>;

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type)))
  );
}

/** The name of a key as bindings have it: a small letter, a digit, `?`, `/`, or the name the browser gives. */
export function keyName(event: Pick<KeyboardEvent, "key" | "code" | "shiftKey">): string {
  if (event.key === "?" || event.key === "؟") return "?";
  if (/^[a-zA-Z]$/.test(event.key)) return event.key.toLowerCase();
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  if (/^Digit\d$/.test(event.code)) return event.code.slice(5);
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

/** Listen for keys as long as the component is there; a binding that is made later than another of its name wins. */
const stack: { current: Bindings }[] = [];

function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const name = keyName(event);
  if (typing(event.target)) {
    // Escape leaves the field; only the next one leaves what the field is in.
    if (name === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  const dialog = document.querySelector("dialog[open]");
  if (dialog && name !== "?") return;
  for (let at = stack.length - 1; at >= 0; at--) {
    const bound = stack[at]?.current[name];
    if (bound) {
      event.preventDefault();
      bound(event);
      return;
    }
  }
}

export function useKeys(bindings: Bindings): void {
  const held = useRef(bindings);
  held.current = bindings;
  useEffect(() => {
    if (stack.length === 0) document.addEventListener("keydown", heard);
    stack.push(held);
    return () => {
      stack.splice(stack.indexOf(held), 1);
      if (stack.length === 0) document.removeEventListener("keydown", heard);
    };
  }, []);
}
