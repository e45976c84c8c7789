import type { Visitor } from "../node/accounts/types.ts";
import type { WebContext } from "./env.ts";

/** Who stands at the door: where the request comes from, and with which browser. */
export function visitorOf(c: WebContext): Visitor {
  const address = forwardedAddressOf(c) ?? socketAddressOf(c);
  return { address, device: deviceOf(c.req.header("user-agent") ?? "") };
}

/**
 * The address that the TLS proxy in front of us names. Only its own line counts, the last one: those before it are the
 * visitor's words. Believed only where a proxy there must be (an https origin, for which this process has no TLS) and
 * stands on this machine.
 */
function forwardedAddressOf(c: WebContext): string | null {
  const behindProxy = c.get("site").origin.startsWith("https:") && isLoopback(socketAddressOf(c));
  const named = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return behindProxy && named ? named : null;
}

function isLoopback(address: string | null): boolean {
  return address !== null && /^(::ffff:)?127\.|^::1$/.test(address);
}

/** The other end of the socket, as the Node adapter of the HTTP server hands it over. */
function socketAddressOf(c: WebContext): string | null {
  const bindings = c.env as { incoming?: { socket?: { remoteAddress?: unknown } } } | undefined;
  const address = bindings?.incoming?.socket?.remoteAddress;
  return typeof address === "string" ? address : null;
}

// Order matters: the browsers below name those above them too.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b((Headless)?Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\b(iPhone|iPod)\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** Browser and system in names that need no translation: `Firefox, Windows`; empty for what names neither. */
export function deviceOf(userAgent: string): string {
  const text = userAgent.slice(0, 500);
  const nameIn = (list: readonly (readonly [RegExp, string])[]) =>
    list.find(([pattern]) => pattern.test(text))?.[1];
  return [nameIn(BROWSERS), nameIn(SYSTEMS)].filter((name) => name !== undefined).join(", ");
}
