/**
 * The whole article as one file, `attention.html`, which opens from a disk: script, styles, fonts,
 * pictures and wasm inside, and a policy that permits exactly its own script and styles.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin, Rolldown } from "vite";

const NAME = "attention.html";
const ICON = fileURLToPath(new URL("../../public/favicon.svg", import.meta.url));
const POLICY = /(http-equiv="Content-Security-Policy"\s+content=")[^"]*"/;

const hashOf = (text: string) =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

const policyOf = (script: string, style: string) =>
  `default-src 'none'; script-src ${hashOf(script)} 'wasm-unsafe-eval'; style-src ${hashOf(style)}; ` +
  "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; " +
  "require-trusted-types-for 'script'";

/** Replaces what is there exactly once, by text that is taken as it is. */
function replace(html: string, what: RegExp, by: (match: string, ...groups: string[]) => string) {
  const found = html.match(new RegExp(what, `${what.flags}g`))?.length ?? 0;
  if (found !== 1)
    throw new Error(`${NAME}: expected ${what.source} once, found it ${found} times.`);
  return html.replace(what, by);
}

type Output = Rolldown.OutputAsset | Rolldown.OutputChunk;

function toOneFile(outputs: Output[]): string {
  const one = <T extends Output>(end: string): T => {
    const [output, ...more] = outputs.filter(({ fileName }) => fileName.endsWith(end));
    if (!output || more.length > 0) throw new Error(`${NAME}: expected one *${end}.`);
    return output as T;
  };
  // Neither an end tag nor a comment may stand in a script; both mean the same escaped.
  const script = one<Rolldown.OutputChunk>(".js").code.replace(/<(?=\/script|!--)/gi, "\\x3C");
  const style = String(one<Rolldown.OutputAsset>(".css").source);
  const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync(ICON, "utf8"))}`;

  let html = String(one<Rolldown.OutputAsset>(".html").source);
  html = replace(html, /<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`);
  html = replace(html, /(<link rel="icon" href=")[^"]*/, (_, start) => start + icon);
  html = replace(html, POLICY, (_, start) => `${start}${policyOf(script, style)}"`);
  html = replace(
    html,
    /<script type="module"[^>]*><\/script>/,
    () => `<script type="module">${script}</script>`,
  );
  // A script may name the page: a link leads to where it is hosted.
  const parts = outputs.filter(({ fileName }) => !fileName.endsWith(".html"));
  const outside = parts.find(({ fileName }) => html.includes(basename(fileName)));
  if (outside) throw new Error(`${NAME}: ${outside.fileName} was left outside.`);
  return html;
}

export function offline(): Plugin {
  return {
    name: "offline",
    // What is fetched early becomes a file, and there shall be none; nor is the guide beside it.
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replace(/<link rel="preload"[^>]*>\s*|<p class="guide">.*<\/p>\s*/g, ""),
    },
    // When everything else has had its say about script and page.
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const html = toOneFile(Object.values(bundle));
        for (const name of Object.keys(bundle)) Reflect.deleteProperty(bundle, name);
        this.emitFile({ type: "asset", fileName: NAME, source: html });
      },
    },
  };
}
