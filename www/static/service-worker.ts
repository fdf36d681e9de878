/** `offline.js`: the service worker, with the list of the files that it keeps. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build as bundle, type Plugin } from "vite";
import type { Build } from "../offline/caches";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const ICON = "favicon.svg";

const hash = (source: string | Uint8Array) => createHash("sha384").update(source).digest("base64");

async function script(build: Build): Promise<string> {
  const bundles = await bundle({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    define: { __BUILD__: JSON.stringify(build) },
    build: {
      write: false,
      lib: { entry: path("../offline/worker.ts"), formats: ["iife"], name: "attentionOffline" },
    },
  });
  const [output] = [bundles].flat();
  if (!output || !("output" in output)) throw new Error("offline.js came out empty.");
  return output.output[0].code;
}

export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    generateBundle: {
      order: "post",
      async handler(_, outputs) {
        const sources: [string, string | Uint8Array][] = Object.values(outputs).map((output) => [
          output.fileName,
          output.type === "chunk" ? output.code : output.source,
        ]);
        sources.push([ICON, readFileSync(path(`../../public/${ICON}`))]);
        const files = Object.fromEntries(
          sources
            // What the build leaves for its own tools is not part of the site.
            .filter(([name]) => !name.startsWith("."))
            .map(([name, source]) => [name, `sha384-${hash(source)}`]),
        );
        const version = hash(JSON.stringify(files)).slice(0, 16);
        const source = await script({ version, files });
        this.emitFile({ type: "asset", fileName: "offline.js", source });
      },
    },
  };
}
