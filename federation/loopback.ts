/** True for origins that never leave the machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3). */
export function isLoopbackOrigin(origin: string): boolean {
  const host = URL.parse(origin)?.hostname ?? "";
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}
