// Where two plain objects differ, as paths such as "vectors[6][3]".

/** Lists of different lengths and objects of different fields differ as a whole. */
export function differences(before: unknown, after: unknown, path = ""): string[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item, i) => differences(item, after[i], `${path}[${i}]`));
  if (isRecord(before) && isRecord(after)) {
    const fields = Object.keys(before);
    if (fields.join() === Object.keys(after).join())
      return fields.flatMap((field) =>
        differences(before[field], after[field], path ? `${path}.${field}` : field),
      );
  }
  return [path];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
