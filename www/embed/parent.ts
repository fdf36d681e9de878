/**
 * `attention-embed.js`: on a page that shows figures in iframes, gives each of them the height that
 * it asks for. A classic script of its own that needs nothing else:
 *
 *     <iframe src="…/embed.html?figure=attention-softmax" sandbox="allow-scripts"></iframe>
 *     <script src="…/attention-embed.js" async></script>
 *
 * Only an iframe of this page whose address ends in `embed.html` is heard, and all that it can
 * change is its own height.
 */
import { heightOf, VERSION, type AskMessage } from "./messages";

const FRAMES = 'iframe[src*="embed.html"]';

addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  const height = heightOf(data);
  if (height === null) return;
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(FRAMES)) {
    if (frame.contentWindow === source) frame.style.height = `${Math.ceil(height)}px`;
  }
});

// The figures that were there before this script have told their height already.
const ask: AskMessage = { type: "attention:ask", version: VERSION };
for (const frame of document.querySelectorAll<HTMLIFrameElement>(FRAMES)) {
  // A sandboxed frame has no origin that could be named; the question holds no secret.
  frame.contentWindow?.postMessage(ask, "*");
}
