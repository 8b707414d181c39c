// Colours of PLOVER's four quad classes, from the palette of Okabe and Ito (2008), which people with any kind of colour
// blindness can tell apart: blues for cooperation, oranges for conflict, the darker of each for deeds.
import type { Quad } from "./types";

export const QUAD_COLOURS: Record<Quad, string> = {
  "verbal cooperation": "#56b4e9",
  "material cooperation": "#0072b2",
  "verbal conflict": "#e69f00",
  "material conflict": "#d55e00",
};

export function quadClass(quad: Quad): string {
  return `quad-${quad.replace(" ", "-")}`;
}
