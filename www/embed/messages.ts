/**
 * What a figure in an iframe and the page around it say to each other by `postMessage`. Each
 * message carries its name and version, and whoever hears one checks both and where it comes from.
 */
export const VERSION = 1;

/** From the figure: how tall it is, in CSS pixels. */
export interface HeightMessage {
  type: "attention:height";
  version: typeof VERSION;
  height: number;
}

/** From the page, which may have come too late to hear the last height. */
export interface AskMessage {
  type: "attention:ask";
  version: typeof VERSION;
}

/** No figure is taller; a height beyond it is somebody's mistake. */
const TALLEST = 20_000;

/** The height that a message tells, or null where it is no such message. */
export function heightOf(data: unknown): number | null {
  if (!is(data, "attention:height")) return null;
  const { height } = data as { height?: unknown };
  return typeof height === "number" && height > 0 && height <= TALLEST ? height : null;
}

export const isAsking = (data: unknown): boolean => is(data, "attention:ask");

function is(data: unknown, type: string): boolean {
  if (typeof data !== "object" || data === null) return false;
  const message = data as { type?: unknown; version?: unknown };
  return message.type === type && message.version === VERSION;
}
