/** Markup as strings, for pictures that are drawn at build time. */

/** Text as text, also where it looks like markup. */
export const escape = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** An element. Attribute values are escaped, contents are markup already. */
export function tag(
  name: string,
  attributes: Record<string, string | number>,
  ...content: string[]
): string {
  const list = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === "number" ? String(Math.round(value * 100) / 100) : escape(value);
    return ` ${key}="${text}"`;
  });
  const open = `<${name}${list.join("")}>`;
  return name === "img" || name === "source" ? open : `${open}${content.join("")}</${name}>`;
}

/** A drawing with its title and description; `id` is also its class. */
export const drawing = (
  id: string,
  width: number,
  height: number,
  title: string,
  description: string,
  ...content: string[]
) =>
  tag(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      class: id,
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    tag("title", { id: `${id}-title` }, escape(title)),
    tag("desc", { id: `${id}-desc` }, escape(description)),
    ...content,
  );
