/** What the figures' doc comments say, from the custom-elements manifest, as tables. */
import { escape, tag } from "./markup";

interface Named {
  name: string;
  description?: string;
  type?: { text: string };
}

interface Attribute extends Named {
  fieldName?: string;
}

interface Member extends Named {
  kind: "field" | "method";
  attribute?: string;
  readonly?: boolean;
  parameters?: Named[];
  return?: { type?: { text: string } };
}

interface Element {
  tagName: string;
  description?: string;
  attributes?: Attribute[];
  members?: Member[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
}

/** A row: the name as it is written, what it is, and what it does, as Markdown. */
interface Row {
  name: string;
  note: string;
  says: string;
}

/** A type parameter says less than what its doc comment says. */
const typeOf = ({ type }: Named): string => (type?.text ?? "").replace(/^[A-Z]$/, "object");

/** A parameter that is taken apart where it comes in is called what its type is. */
const parameterOf = ({ name, type }: Named): string =>
  name.startsWith("{") ? (type?.text ?? "").toLowerCase() : name.replace(/^_/, "");

/** The kinds of names that a page can use, each with its rows. */
const KINDS: Record<string, (element: Element) => Row[]> = {
  Attributes: ({ attributes = [] }) =>
    attributes.map((attribute) => ({
      name: attribute.name,
      note: [
        typeOf(attribute),
        attribute.fieldName && attribute.fieldName !== attribute.name
          ? `property ${attribute.fieldName}`
          : "",
      ]
        .filter(Boolean)
        .join(", "),
      says: attribute.description ?? "",
    })),
  "Properties without an attribute": ({ members = [] }) =>
    members
      .filter(({ kind, attribute }) => kind === "field" && !attribute)
      .map((member) => ({
        name: member.name,
        note: [typeOf(member), member.readonly ? "read only" : ""].filter(Boolean).join(", "),
        says: member.description ?? "",
      })),
  Methods: ({ members = [] }) =>
    members
      .filter(({ kind }) => kind === "method")
      .map(({ name, parameters = [], return: result, description = "" }) => ({
        name: `${name}(${parameters.map(parameterOf).join(", ")})`,
        note: `${parameters.map(typeOf).filter(Boolean).join(", ")} → ${result?.type?.text ?? "void"}`,
        says: description,
      })),
  Events: ({ events = [] }) => events.map(row),
  Slots: ({ slots = [] }) => slots.map((slot) => row({ ...slot, name: slot.name || "(default)" })),
  Parts: ({ cssParts = [] }) => cssParts.map(row),
  "Custom properties": ({ cssProperties = [] }) => cssProperties.map(row),
};

const row = ({ name, description = "" }: Named): Row => ({ name, note: "", says: description });

/** A sentence, as the doc comment left it but for its ends. */
function sentence(text: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  if (!words) return "";
  const [first = ""] = words;
  return `${first.toUpperCase()}${words.slice(1)}${/[.!?…]$/.test(words) ? "" : "."}`;
}

const same = (a: Row, b: Row) => a.name === b.name && a.note === b.note && a.says === b.says;

export interface Reference {
  /** What a figure's doc comment says it is, as Markdown. */
  about(tagName: string): string;
  /** All tables of a figure, without what it shares; or what `every figure` or `every chapter` has. */
  tables(which: string, inline: (markdown: string) => string): string;
}

const WHOLE = "attention-explainer";

export function readManifest(text: string): Reference {
  const { modules } = JSON.parse(text) as { modules: { declarations?: Element[] }[] };
  const elements = modules.flatMap(({ declarations = [] }) =>
    declarations.filter(({ tagName }) => tagName),
  );
  const chapters = elements.filter(({ tagName }) => tagName !== WHOLE);

  const named = (tagName: string): Element => {
    const element = elements.find((each) => each.tagName === tagName);
    if (!element) throw new Error(`The custom-elements manifest has no <${tagName}>.`);
    return element;
  };

  function shared(kind: (element: Element) => Row[], among: Element[]): Row[] {
    const [first, ...rest] = among.map(kind);
    return (first ?? []).filter((each) =>
      rest.every((rows) => rows.some((one) => same(one, each))),
    );
  }

  function rowsOf(kind: (element: Element) => Row[], which: string): Row[] {
    const ofAll = shared(kind, elements);
    if (which === "every figure") return ofAll;
    const without = (rows: Row[], known: Row[]) =>
      rows.filter((each) => !known.some((one) => same(one, each)));
    const ofChapters = without(shared(kind, chapters), ofAll);
    if (which === "every chapter") return ofChapters;
    const own = without(kind(named(which)), ofAll);
    return which === WHOLE ? own : without(own, ofChapters);
  }

  const about = (tagName: string): string => {
    const description = (named(tagName).description ?? "").split(/\n\s*\n/)[0] ?? "";
    return sentence(description.replace(/^`<[\w-]+>`: /, ""));
  };

  return {
    about,
    tables(which, inline) {
      const tables = Object.entries(KINDS).map(([caption, kind]) => {
        const rows = rowsOf(kind, which).map(({ name, note, says }) =>
          tag(
            "tr",
            {},
            tag(
              "th",
              { scope: "row" },
              tag("code", {}, escape(name)),
              note ? tag("span", { class: "type" }, escape(note)) : "",
            ),
            tag("td", {}, inline(sentence(says))),
          ),
        );
        const head = tag(
          "thead",
          {},
          tag(
            "tr",
            {},
            tag("th", { scope: "col" }, escape(caption)),
            tag("th", { scope: "col" }, "what it is"),
          ),
        );
        return rows.length === 0
          ? ""
          : tag(
              "table",
              { class: "reference", "data-of": which, "aria-label": `${caption} of ${which}` },
              head,
              tag("tbody", {}, ...rows),
            );
      });
      const made = tables.join("");
      if (!made) throw new Error(`docs/embed.md asks for the tables of ${which}, which has none.`);
      return made;
    },
  };
}
