/**
 * What an address asks of `embed.html`: one figure and its attributes.
 *
 *     embed.html?figure=attention-softmax&scores=2,1,0&temperature=0.5
 *
 * The fragment is the figure's state as in a link, which `frame.ts` opens when the figure is there.
 */
export interface Request {
  tag: string;
  attributes: [name: string, value: string][];
  /** What was refused, as sentences. */
  problems: string[];
}

export const DEFAULT_FIGURE = "attention-explainer";

/** `attributesOf` gives the attributes that a figure observes. */
export function readAddress(
  query: string,
  tags: readonly string[],
  attributesOf: (tag: string) => readonly string[],
): Request {
  const parameters = new URLSearchParams(query);
  const problems: string[] = [];
  const tag = parameters.get("figure") ?? DEFAULT_FIGURE;
  if (!tags.includes(tag)) {
    problems.push(`figure: expected one of ${tags.join(", ")}, got ${quote(tag)}.`);
    // The other parameters are about a figure that is not here.
    return { tag: DEFAULT_FIGURE, attributes: [], problems };
  }
  const known = attributesOf(tag);
  const attributes: Request["attributes"] = [];
  for (const [name, value] of parameters) {
    if (name === "figure") continue;
    if (known.includes(name)) attributes.push([name, value]);
    else problems.push(`${tag} has no attribute ${quote(name)}.`);
  }
  return { tag, attributes, problems };
}

/** Text that fits into a sentence. */
const quote = (text: string): string => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
