/**
 * The service worker, `offline.js`: keeps one whole build of the article, each file checked against
 * its hash, and answers from it. A new build is fetched while the old one still answers, and shows
 * itself on the next load. Files are named after their content, so that a page which is open while
 * the new build comes finds its own files in the old one: no page ever mixes two.
 */
/// <reference lib="webworker" />
import { nameOf, outdated, type Build } from "./caches";

declare const self: ServiceWorkerGlobalScope;
/** The files of this build, put in when it is bundled. */
declare const __BUILD__: Build;

const build = __BUILD__;
const scope = self.registration.scope;
const name = nameOf(scope, build);
const PAGE = "index.html";
/** The page as its folder: some hosts send index.html there, and a redirect cannot be kept. */
const addressOf = (file: string): string => new URL(file === PAGE ? "./" : file, scope).href;

async function keep(): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all(
    Object.entries(build.files).map(async ([file, integrity]) => {
      // Past the browser's cache: a host may say that index.html is good for an hour.
      const request = new Request(addressOf(file), { integrity, cache: "no-cache" });
      await cache.put(request.url, await fetch(request));
    }),
  );
}

async function answer(request: Request): Promise<Response> {
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  const isPage = address === addressOf(PAGE) || address === new URL(PAGE, scope).href;
  const kept = isPage
    ? await (await caches.open(name)).match(addressOf(PAGE))
    : await caches.match(address);
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => {
  // Open pages go on with their own files, which stay: see above.
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(outdated(names, scope, name).map((old) => caches.delete(old)))),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});
