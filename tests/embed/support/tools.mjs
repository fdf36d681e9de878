// The programs that build hosts.

import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { built, dist, packages, python, sources } from "./paths.mjs";

const PATH = [join(packages, ".bin"), python, process.env.PATH].join(delimiter);

/**
 * Where a program is, or undefined.
 *
 * @param {string} program
 */
export function find(program) {
  const places = PATH.split(delimiter).map((folder) => join(folder, program));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The reason to skip a test that needs these programs, or false.
 *
 * @param {string[]} programs
 */
export function missing(...programs) {
  const absent = programs.filter((program) => !find(program));
  return absent.length > 0 && `${absent.join(" and ")} not found`;
}

/**
 * Runs a program to its end, and throws with what it printed where it failed.
 *
 * @param {string} folder
 * @param {string} program
 * @param {string[]} parts
 */
export function run(folder, program, ...parts) {
  const { error, status, stdout, stderr } = spawnSync(program, parts, {
    cwd: folder,
    env: { ...process.env, PATH, CI: "1" },
    encoding: "utf8",
  });
  if (error || status !== 0)
    throw new Error(`${program} ${parts.join(" ")}: ${error ?? status}\n${stdout}\n${stderr}`);
}

/**
 * A fresh copy of a host's folder, with the one script where its author puts it and packages
 * where Node looks for them.
 *
 * @param {string} host
 * @param {string} [place] the folder for `attention-explainer.js`; none where the package is used
 */
export async function copyOf(host, place) {
  const folder = join(built, host);
  await rm(folder, { recursive: true, force: true });
  await mkdir(built, { recursive: true });
  await cp(join(sources, host), folder, { recursive: true });
  await symlink(packages, join(folder, "node_modules"), "junction");
  if (place !== undefined)
    await cp(join(dist, "attention-explainer.js"), join(folder, place, "attention-explainer.js"));
  return folder;
}
