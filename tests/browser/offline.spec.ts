// The article without a network: the one file that opens from a disk. (issue: a classroom without
// internet; widget 15, 16)

import { pathToFileURL } from "node:url";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { load } from "attention-explainer/engine";
import type { FigureElement } from "../../www/figures/frame/element";
import { expect, Figure, test } from "./support/test";

test("attention.html opens from a disk, every figure answers, and nothing is requested @desktop", async ({
  page,
}, info) => {
  const file = info.outputPath("attention.html");
  const response = await page.request.get("/attention.html");
  expect(response.headers()["content-type"]).toContain("text/html");
  await writeFile(file, await response.body());

  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  const hero = await new Figure(page).ready();
  const engine = await load();
  const trace = engine.attend({});
  expect((await hero.read("weights")).values).toEqual([
    ...trace.read("weights", { head: 0 }).values,
  ]);
  trace.dispose();

  const chapters = page.locator(
    ["blend", "dot-product", "heads", "librarian", "projections", "scaling", "softmax"]
      .map((name) => `attention-${name}`)
      .join(),
  );
  expect(await chapters.count()).toBeGreaterThanOrEqual(7);
  for (const figure of await chapters.all()) {
    const tag = await figure.evaluate((element) => element.localName);
    await figure.scrollIntoViewIfNeeded();
    await page.waitForFunction((name) => customElements.get(name), tag);
    await figure.evaluate((element) => (element as FigureElement).ready);
    const settings = () =>
      figure.evaluate((element) => JSON.stringify((element as FigureElement).snapshot.settings));
    const before = await settings();
    await figure.locator(".try button").first().click();
    await expect.poll(settings, tag).not.toBe(before);
    await expect(figure.locator(".summary").first(), tag).not.toBeEmpty();
  }
  expect(asked.filter((each) => !each.startsWith("data:"))).toEqual([address]);

  // Its fonts are inside as well, and its policy allows no script but its own.
  const sans = await page.evaluate(async () => {
    const faces = await document.fonts.load("16px 'Attention Sans'");
    return faces.map(({ status }) => status);
  });
  expect(sans).toContain("loaded");
  const policy = (await page.locator("meta[http-equiv]").getAttribute("content")) ?? "";
  expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval';/);
  expect(policy).not.toContain("unsafe-inline");
});

/** The site on a server of its own, whose page can be replaced as a new build would. */
async function deploy(origin: string) {
  let edit = (_file: string, text: string) => text;
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? "/", origin);
      const sent = await fetch(origin + pathname);
      const type = sent.headers.get("content-type") ?? "";
      response.writeHead(sent.status, { "content-type": type });
      const body = Buffer.from(await sent.arrayBuffer());
      const isText = pathname === "/" || pathname === "/offline.js";
      response.end(isText ? edit(pathname, body.toString()) : body);
    })();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    replace: (next: typeof edit) => {
      edit = next;
    },
    close: () => server.close(),
  };
}

const integrityOf = (text: string) =>
  `sha384-${createHash("sha384").update(text).digest("base64")}`;

test.describe("with a service worker", () => {
  test.use({ serviceWorkers: "allow" });

  test("after one visit the site opens without a network, and a new build comes whole or not at all @desktop", async ({
    page,
    context,
    baseURL,
  }) => {
    const origin = new URL(baseURL ?? "").origin;
    const site = await deploy(origin);
    const html = await (await fetch(`${origin}/`)).text();
    const isKept = () =>
      page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    const visit = async () => {
      await page.goto(site.address);
      await new Figure(page).ready();
      return page.title();
    };
    /** Asks for the service worker anew, as a later visit does, and waits for what comes of it. */
    const update = () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        const worker = registration.installing;
        if (!worker) return "none";
        return new Promise((done) =>
          worker.addEventListener("statechange", () => {
            if (["activated", "redundant"].includes(worker.state)) done(worker.state);
          }),
        );
      });

    const title = await visit();
    await expect.poll(isKept).toBe("activated");
    await context.setOffline(true);
    expect(await visit()).toBe(title);
    const softmax = page.locator("attention-softmax");
    await softmax.scrollIntoViewIfNeeded();
    await expect(softmax.locator(".summary")).not.toBeEmpty();
    await context.setOffline(false);

    // A page that is not the one which the new build names: nothing changes.
    const newer = html.replace(/<title>[^<]*/, "<title>Newer");
    const oldHash = integrityOf(html);
    site.replace((file, text) =>
      file === "/" ? newer.replace("Newer", "Torn") : text.replace(oldHash, integrityOf(newer)),
    );
    expect(await update()).toBe("redundant");
    expect(await visit()).toBe(title);

    // The new build, whole: what is open stays, and the next load shows it.
    site.replace((file, text) =>
      file === "/"
        ? newer
        : text.replace(oldHash, integrityOf(newer)).replace(/version:`[^`]+`/, "version:`newer`"),
    );
    expect(await update()).toBe("activated");
    expect(await page.title()).toBe(title);
    expect(await visit()).toBe("Newer");
    await context.setOffline(true);
    expect(await visit()).toBe("Newer");
    site.close();
  });
});
