/** A build of the site: its files with their hashes, as `integrity` wants them. */
export interface Build {
  version: string;
  files: Record<string, string>;
}

/** Other sites of this origin, even other copies of this one, have theirs. */
const prefixOf = (scope: string): string => `attention ${scope} `;

export const nameOf = (scope: string, { version }: Build): string => prefixOf(scope) + version;

/** All but the present build and the one before it, which an open page may still need. */
export function outdated(names: readonly string[], scope: string, present: string): string[] {
  const own = names.filter((name) => name.startsWith(prefixOf(scope)) && name !== present);
  return own.slice(0, -1);
}
