/**
 * What goes with `embed.html`: the page itself around its script, the parent's script, and what a
 * content system is told about it (oEmbed).
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const file = (name: string) => fileURLToPath(new URL(`../embed/${name}`, import.meta.url));
const SCRIPT = "./embed-script.js";
const [WIDTH, HEIGHT] = [1000, 900];
const NAME = "Attention, by experiment";

/**
 * A static file cannot see which address it is asked about: it describes the default figure. And it
 * can name an address only where the build was told it; without, it is a link with a name.
 */
function oembed(site: string | undefined): object {
  const common = { version: "1.0", provider_name: NAME, title: NAME };
  if (!site) return { ...common, type: "link" };
  const address = new URL("embed.html", site).href
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;");
  return {
    ...common,
    type: "rich",
    provider_url: site,
    width: WIDTH,
    height: HEIGHT,
    html: `<iframe src="${address}" sandbox="allow-scripts" width="${WIDTH}" height="${HEIGHT}" title="${NAME}"></iframe>`,
  };
}

async function parentScript(): Promise<string> {
  const bundles = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      lib: { entry: file("parent.ts"), formats: ["iife"], name: "attentionEmbed" },
    },
  });
  const [bundle] = [bundles].flat();
  if (!bundle || !("output" in bundle)) throw new Error("attention-embed.js came out empty.");
  return bundle.output[0].code;
}

export function embed(): Plugin {
  return {
    name: "embed",
    async generateBundle(_, bundle) {
      const script = Object.values(bundle).find((output) => output.type === "chunk");
      if (!script) throw new Error("The script of embed.html came out empty.");
      const html = readFileSync(file("embed.html"), "utf8");
      if (!html.includes(SCRIPT)) throw new Error(`embed.html does not name ${SCRIPT}.`);
      const emit = (fileName: string, source: string) =>
        this.emitFile({ type: "asset", fileName, source });
      emit("embed.html", html.replace(SCRIPT, `./${script.fileName}`));
      emit("attention-embed.js", await parentScript());
      emit("oembed.json", `${JSON.stringify(oembed(process.env["ATTENTION_SITE"]), null, 2)}\n`);
    },
  };
}
