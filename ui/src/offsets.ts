// The record counts Unicode code points, JavaScript counts UTF-16 units. This is the only place that knows of both.

export class Offsets {
  readonly #starts: Uint32Array;
  readonly text: string;
  /** Length of the text in code points. */
  readonly length: number;

  constructor(text: string) {
    this.text = text;
    const starts = new Uint32Array(text.length + 1);
    let points = 0;
    let units = 0;
    for (const character of text) {
      starts[points++] = units;
      units += character.length;
    }
    starts[points] = units;
    this.#starts = starts.subarray(0, points + 1);
    this.length = points;
  }

  /** The words from one code point to another, the end not included. */
  slice(start: number, end: number): string {
    const last = this.length;
    const from = this.#starts[Math.max(0, Math.min(start, last))];
    const to = this.#starts[Math.max(0, Math.min(end, last))];
    return this.text.slice(from, to);
  }
}

/** How many code points a string has. */
export function points(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
