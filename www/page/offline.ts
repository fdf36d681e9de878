/** Keeps the article for the next visit, which may have no network. */
export function keepForLater(): void {
  // The article in one file is kept by having it.
  if (import.meta.env.MODE === "offline") return;
  if (!location.protocol.startsWith("http") || !("serviceWorker" in navigator)) return;
  const address = policy().createScriptURL("");
  // Where it is refused, as in a private window, the article works as before.
  navigator.serviceWorker.register(address as string).catch(() => undefined);
}

interface Policy {
  createScriptURL: (text: string) => unknown;
}

/** The only address is the one that stands here, whatever is asked for. */
function policy(): Policy {
  const rules: Policy = { createScriptURL: () => "./offline.js" };
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy: (name: string, rules: Policy) => Policy };
  };
  return trustedTypes?.createPolicy("attention-offline", rules) ?? rules;
}
