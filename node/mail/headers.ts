import { idOf } from "../ids.ts";
import { lineOf } from "../text/visible.ts";
import { messageIdOf } from "./address.ts";
import type { MailContent, MailLanguage } from "./types.ts";

/**
 * The headers of a mail beyond the usual ones: it is automatic (RFC 3834), whose discussion it belongs to, of which
 * community it is (RFC 2919), and how one click stops it (RFC 8058).
 */
export function headersOf(
  content: MailContent,
  how: { origin: string; language: MailLanguage; stopLink: string | null },
): Record<string, string> {
  const { origin } = how;
  const headers: Record<string, string> = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "Content-Language": how.language,
  };
  if (content.threadId) {
    const thread = messageIdOf(`thread.${idOf(content.threadId)}`, origin);
    headers["In-Reply-To"] = thread;
    headers.References = thread;
  }
  if (content.community) {
    const name = lineOf(content.community.name, 60).replace(/[^\p{L}\p{N} ]/gu, "");
    const id = messageIdOf(idOf(content.community.id), origin).replace("@", ".");
    // RFC 2919 §3: a phrase before the identifier; plain letters only, so that it needs no quoting.
    headers["List-Id"] = /^[\x20-\x7e]+$/.test(name) ? `${name} ${id}` : id;
  }
  if (how.stopLink) {
    headers["List-Unsubscribe"] = `<${how.stopLink}>`;
    headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
  }
  return headers;
}
