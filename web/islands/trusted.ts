/** The part of Trusted Types that we use; TypeScript's library does not know them yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string },
  ): { createHTML(text: string): string };
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

/**
 * The one policy (`trusted-types moothall`). It lets two kinds of text become markup: pieces of our own pages from our
 * own origin, and what is pasted, which is only ever parsed into a document that runs nothing.
 */
const policy = trustedTypes?.createPolicy("moothall", { createHTML: (text) => text });

// Kept before anyone may put another in its place (paste.ts does for a moment).
const Parser = DOMParser;

/** Parses markup into a document that runs no script and loads nothing. */
export function parsed(markup: string): Document {
  return new Parser().parseFromString(policy ? policy.createHTML(markup) : markup, "text/html");
}

/** A piece of a page from our own server, as nodes; null when the answer is something else. */
export async function pieceOf(answer: Response): Promise<DocumentFragment | null> {
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || answer.redirected || !type.startsWith("text/html")) return null;
  const piece = document.createDocumentFragment();
  piece.append(...parsed(await answer.text()).body.childNodes);
  return piece;
}
