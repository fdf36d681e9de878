// dist/ as a host on the web serves it: compressed, and kept by the browser where names are hashed.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { constants, createBrotliCompress } from "node:zlib";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * Answers with the address and with what ends the server.
 * @param {string} folder
 */
export async function host(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://host").pathname);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const type = TYPES[extname(file)];
    if (!type || !(await stat(file).catch(() => null))) {
      response.writeHead(404).end();
      return;
    }
    const isHashed = file.includes("/assets/");
    response.setHeader("Content-Type", type);
    response.setHeader("Cache-Control", isHashed ? "max-age=31536000, immutable" : "no-cache");
    if (type === TYPES[".woff2"]) {
      createReadStream(file).pipe(response);
      return;
    }
    response.setHeader("Content-Encoding", "br");
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    createReadStream(file)
      .pipe(createBrotliCompress({ params: quality }))
      .pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(null)));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The host has no port.");
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
