// Finishes what the npm package and script tags need beside the scripts: types that every module
// resolution follows, and `dist/integrity.json`.
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dist = join(root, "dist");
const types = join(dist, "types");
const PUBLISHED = /^(engine[/\\]library|figures[/\\](define|attention-[a-z-]+))\.d\.ts$/;

/** @param {string} folder @param {string} end */
const filesOf = (folder, end) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(end));

/**
 * tsc leaves declarations that were generated elsewhere where they are.
 * @param {string} file
 */
function isThere(file) {
  const source = join(root, "www", relative(types, file));
  if (reached.has(file) || !existsSync(source)) return existsSync(file);
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(source, file);
  return true;
}

/**
 * The file that a declaration imports from, which says so without an extension where its source did.
 * @param {string} from
 * @param {string} specifier
 */
function declaration(from, specifier) {
  const path = specifier.startsWith(".")
    ? resolve(dirname(from), specifier.replace(/\.js$/, ""))
    : join(types, "package", specifier);
  const file = [`${path}.d.ts`, join(path, "index.d.ts")].find(isThere);
  if (!file) throw new Error(`${relative(root, from)} imports ${specifier}, which has no types.`);
  return file;
}

const reached = new Set(
  filesOf(types, ".d.ts")
    .filter((name) => PUBLISHED.test(name))
    .map((name) => join(types, name)),
);
for (const file of reached) {
  const text = readFileSync(file, "utf8").replace(
    // Lit is inside the package, so that its types are not those of a dependency.
    /(from |import\()"(\.[^"]*|lit)"/g,
    (_, before, specifier) => {
      const imported = declaration(file, specifier);
      reached.add(imported);
      const path = relative(dirname(file), imported).replaceAll("\\", "/");
      return `${before}"${path.startsWith(".") ? "" : "./"}${path.replace(/\.d\.ts$/, ".js")}"`;
    },
  );
  writeFileSync(file, text);
}
// What `define.ts` finds by its pattern; the names of the elements come with it.
const figures = filesOf(join(types, "figures"), ".d.ts").filter((name) => /^attention-/.test(name));
for (const name of figures)
  appendFileSync(
    join(types, "figures/define.d.ts"),
    `import "./${name.replace(/\.d\.ts$/, ".js")}";\n`,
  );

for (const name of filesOf(types, ".d.ts")) {
  if (!reached.has(join(types, name))) rmSync(join(types, name));
}

const scripts = filesOf(dist, ".js").filter(
  // A page's own scripts have their hashes in their names; a service worker can have no integrity.
  (name) => !/^(assets|embed)[/\\]/.test(name) && name !== "offline.js",
);
const integrity = scripts.sort().map((name) => {
  const hash = createHash("sha384").update(readFileSync(join(dist, name)));
  return [name.replaceAll("\\", "/"), `sha384-${hash.digest("base64")}`];
});
writeFileSync(
  join(dist, "integrity.json"),
  `${JSON.stringify(Object.fromEntries(integrity), null, 2)}\n`,
);
