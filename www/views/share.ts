/**
 * Shares of a whole as percentages. What is not exactly nothing or all is never printed as if it
 * were; and where each is rounded for itself, what is printed need not come to 100.
 */
import { numberText } from "./format";

const NARROW = "\u202f";
const PERCENT = "\u00a0%";

/** A share to a tenth of a percent; between 99.9 % and all, as many digits as tell it from all. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (share === 0 || share === 1) return `${percent}${PERCENT}`;
  if (percent < 0.05) return `<${NARROW}0.1${PERCENT}`;
  for (let decimals = 1; decimals <= 3; decimals += 1) {
    const text = numberText(percent, decimals);
    if (text !== numberText(100, decimals)) return text + PERCENT;
  }
  return `>${NARROW}99.999${PERCENT}`;
}

/** What printed numbers come to; null where one of them is printed as a bound. */
export function printedSum(texts: readonly string[]): string | null {
  const numbers = texts.map(Number);
  if (!numbers.every(Number.isFinite)) return null;
  // The digits that they are printed with, and no more.
  return String(Number(numbers.reduce((sum, number) => sum + number, 0).toFixed(6)));
}
