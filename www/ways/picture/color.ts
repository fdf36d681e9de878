/** Computed colors as programs beside browsers read them: six digits, and an opacity for itself. */
import type { Attributes } from "./sheet";

interface Color {
  hex: string;
  alpha: number;
}

/** Null for none, transparent, and what is no plain color. */
export function colorOf(computed: string): Color | null {
  const parts = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(computed);
  if (!parts) return null;
  const unit = parts[1] === "color" ? 255 : 1;
  const [r = 0, g = 0, b = 0, alpha = 1] = parts[2]?.match(/[\d.e-]+/g)?.map(Number) ?? [];
  if (alpha === 0) return null;
  const digits = [r, g, b].map((part) =>
    Math.round(part * unit)
      .toString(16)
      .padStart(2, "0"),
  );
  return { hex: `#${digits.join("")}`, alpha };
}

/** `fill` or `stroke` with its opacity. */
export function paint(kind: "fill" | "stroke", computed: string, opacity = 1): Attributes {
  const color = colorOf(computed);
  if (!color) return { [kind]: "none" };
  const whole = color.alpha * opacity;
  return { [kind]: color.hex, [`${kind}-opacity`]: whole < 1 ? whole : null };
}
