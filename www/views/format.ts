/** Numbers and names as text. The one place where a number is rounded, and only for the eye. */

const MINUS = "\u2212";

/** Decimals that keep a matrix of this size readable: fewer as the largest entry grows. */
export function decimalsFor(largest: number): number {
  if (largest < 10) return 2;
  return largest < 100 ? 1 : 0;
}

/**
 * A number for a cell: no leading zero, a real minus sign, whole numbers bare (so that an exact 0
 * differs from a small number, which prints as ".00"), and an exponent where digits would not fit.
 */
export function cellText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  const text =
    size >= 1e4
      ? size.toExponential(0).replace("e+", "e")
      : Number.isInteger(size)
        ? String(size)
        : size.toFixed(decimals).replace(/^0(?=\.)/, "");
  const isZero = !/[1-9]/.test(text);
  return value < 0 && !isZero ? MINUS + text : text;
}

/** A number in running text: a leading zero, a real minus sign. */
export function numberText(value: number, decimals = 2): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  const text = size >= 1e6 ? size.toExponential(2).replace("e+", "e") : size.toFixed(decimals);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A number with every digit that tells it apart, for titles and input fields. */
export function exactText(value: number): string {
  return String(value).replace("-", MINUS);
}

/** A share as a percentage, whole unless it would hide a small one. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (share > 0 && percent < 0.5) return "<\u202f1\u00a0%";
  if (share < 1 && percent > 99.5) return ">\u202f99\u00a0%";
  return `${percent.toFixed(0)}\u00a0%`;
}

/** A number that is all but zero, as people write it: 2.2 × 10⁻¹⁶. */
export function tinyText(value: number): string {
  if (value === 0) return "0";
  const [digits = "", power = ""] = value.toExponential(1).split("e");
  const raised = power
    .replace("+", "")
    .replace(/[-\d]/g, (sign) => (sign === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? "")));
  return `${digits} × 10${raised}`;
}

/** The largest finite magnitude of a list, for scales. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(values[i] as number);
    if (size > largest && size !== Infinity) largest = size;
  }
  return largest;
}
