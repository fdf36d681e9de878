// Whether a printed number is the engine's number, rounded. Written apart from the page's own
// formatting, so that a mistake there is one here only if it is made twice.

const plain = (text: string) => text.trim().replaceAll("\u2212", "-");

/** Whether a cell's text is `value` rounded to the digits that the text has. */
export function isRounded(text: string, value: number): boolean {
  const shown = plain(text);
  if (shown === "-∞" || shown === "∞") return value === (shown === "∞" ? Infinity : -Infinity);
  if (!/^-?(\d+(\.\d+)?|\.\d+)(e-?\d+)?$/.test(shown)) return false;
  const [digits = "", exponent = "0"] = shown.split("e");
  const decimals = digits.split(".")[1]?.length ?? 0;
  const unit = 10 ** (Number(exponent) - decimals);
  return Math.abs(Number(shown) - value) <= unit / 2 + 1e-9 * Math.max(1, Math.abs(value));
}

/** Whether a cell says enough: two decimals below 10, one below 100; bare only where it is whole. */
export function isPreciseEnough(text: string, value: number, largest: number): boolean {
  const shown = plain(text);
  if (shown.includes("∞") || shown.includes("e")) return true;
  const decimals = shown.split(".")[1]?.length ?? 0;
  const wanted = largest < 10 ? 2 : largest < 100 ? 1 : 0;
  return decimals >= wanted || (decimals === 0 && Number.isInteger(value));
}

/** Whether a percentage is `share` rounded; "< 1 %" and "> 99 %" are what they say. */
export function isShare(text: string, share: number): boolean {
  const shown = text.replace(/[\s\u00a0\u202f]/g, "");
  if (shown === "<1%") return share > 0 && share < 0.005;
  if (shown === ">99%") return share < 1 && share > 0.995;
  const percent = /^(\d+)%$/.exec(shown)?.[1];
  return percent !== undefined && Math.abs(Number(percent) - share * 100) <= 0.5 + 1e-9;
}

/** The percentages of a sentence, in order. */
export const percentages = (text: string): string[] =>
  text.match(/[<>]?[\s\u00a0\u202f]?\d+[\s\u00a0\u202f]%/g) ?? [];
