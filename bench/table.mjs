/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(" | ")} |`;

/**
 * A table in Markdown.
 * @param {string[]} heading
 * @param {string[][]} rows
 */
export const table = (heading, rows) =>
  [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
