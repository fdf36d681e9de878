// Where things lie.

import { fileURLToPath } from "node:url";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

export const dist = here("../../../dist");
export const sources = here("../hosts");
export const packages = here("../node_modules");
/** Where hosts are built, so that their folders stay as they were written. */
export const built = here("../../../target/xtask/hosts/built");
/** The Python of the tests, with the programs that were installed into it. */
export const python = here("../../../target/xtask/hosts/python/bin");
