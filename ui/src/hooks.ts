// Small hooks that several pages need.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export interface Loaded<T> {
  value: T | null;
  error: Error | null;
  loading: boolean;
  again: () => void;
}

/** Ask for something whenever `key` changes; an older answer never overwrites a newer one. */
export function useLoaded<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: Error | null; loading: boolean }>({
    value: null,
    error: null,
    loading: key !== null,
  });
  const [round, setRound] = useState(0);
  const asked = useRef(ask);
  asked.current = ask;
  useEffect(() => {
    if (key === null) {
      setState({ value: null, error: null, loading: false });
      return;
    }
    const control = new AbortController();
    setState((before) => ({ ...before, loading: true, error: null }));
    asked.current(control.signal).then(
      (value) => !control.signal.aborted && setState({ value, error: null, loading: false }),
      (error: Error) => !control.signal.aborted && setState({ value: null, error, loading: false }),
    );
    return () => control.abort();
  }, [key, round]);
  const again = useCallback(() => setRound((count) => count + 1), []);
  return { ...state, again };
}

/** A value that has not changed for a while. */
export function useSettled<T>(value: T, milliseconds = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

/** The width of an element, as it changes. */
export function useWidth(fallback: number): [(element: Element | null) => void, number] {
  const [width, setWidth] = useState(fallback);
  const observer = useRef<ResizeObserver | null>(null);
  const attach = useCallback((element: Element | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(80, Math.round(entry.contentRect.width)));
    });
    observer.current.observe(element);
  }, []);
  return [attach, width];
}
