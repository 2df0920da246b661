/** The scripts that the page starts as workers. Where a browser knows trusted types, the page's policy lets no other text become one. */

const NAMES = ['proviso-lsp.js', 'service-worker.js'];

interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: Factory };
const policy = trustedTypes?.createPolicy('proviso', { createScriptURL: own });

/** `url`: absolute. It is called text here as the types of workers have it; it is of a type of its own. @throws Error for another script */
export function scriptAddress(url: string): string {
  return policy === undefined ? own(url) : policy.createScriptURL(url);
}

function own(url: string): string {
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin || !NAMES.some((name) => pathname.endsWith(`/${name}`)))
    throw new Error(`not a script of this page: ${url}`);
  return url;
}
