/** JSON to read: a row of a matrix stands on one line. */
export const jsonText = (value: object): string =>
  // A text in JSON has no line ends, so that this finds lists alone.
  JSON.stringify(value, null, 2).replace(/\[\n[^[\]{}"]*\]/g, (row) =>
    row.replace(/\n\s*/g, " ").replace(/^\[ | \]$/g, (edge) => edge.trim()),
  );
