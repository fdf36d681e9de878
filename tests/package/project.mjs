// A project of somebody else's that has installed the package and nothing more.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Packs what would be published and installs it, without a network, in an empty folder.
 * @param {string} name - a folder of its own for each who asks
 * @param {Record<string, string>} files - the project's own
 */
export function install(name, files) {
  const folder = join(root, "target/package", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packed = npm(root, ["pack", "--json", "--pack-destination", folder]);
  const [{ filename }] = JSON.parse(packed);
  const project = { private: true, type: "module" };
  for (const [file, text] of Object.entries({
    "package.json": JSON.stringify(project),
    ...files,
  }))
    writeFileSync(join(folder, file), text);
  npm(folder, ["install", "--offline", "--no-audit", "--no-fund", `./${filename}`]);
  return folder;
}

/** @param {string} cwd @param {string[]} args */
const npm = (cwd, args) =>
  execFileSync(process.platform === "win32" ? "npm.cmd" : "npm", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });

/**
 * Runs a program of the project, or one of this repository's tools in it.
 * @param {string} folder @param {string[]} args
 */
export const node = (folder, ...args) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });

/** Builds the project's `index.html` into its `dist` as an author would. @param {string} folder */
export const build = (folder) =>
  node(folder, join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn");
