/** Where a PostgreSQL is, in the words of postgres.js. */
export type ConnectionOptions = {
  host: string;
  port: number;
  database: string;
  user: string;
  pass: string;
  ssl?: "require" | "prefer" | "allow" | "verify-full";
};

/**
 * Reads a database address for postgres.js: `postgres({ ...connectionOptionsOf(url), max: 10 })`.
 * Needed because postgres.js does not understand a Unix socket in an address; we write it as libpq does,
 * with the folder percent-encoded as host (`postgresql://user:secret@%2Frun%2Fpostgresql/name`) or as `?host=`.
 * PostgreSQL manual, 32.1.1.2 "Connection URIs".
 */
export function connectionOptionsOf(url: string): ConnectionOptions {
  const parsed = new URL(url);
  const query = parsed.searchParams;
  const ssl = sslOf(query.get("sslmode"));
  return {
    host: query.get("host") ?? (decodeURIComponent(parsed.hostname).replace(/^\[|\]$/g, "") || "localhost"),
    port: Number(query.get("port") ?? (parsed.port || 5432)),
    database: decodeURIComponent(parsed.pathname.slice(1)) || decodeURIComponent(parsed.username),
    user: query.get("user") ?? decodeURIComponent(parsed.username),
    pass: query.get("password") ?? decodeURIComponent(parsed.password),
    ...(ssl ? { ssl } : {}),
  };
}

/** The same server, another database: for tests and for creating databases. */
export function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.href;
}

function sslOf(mode: string | null): ConnectionOptions["ssl"] {
  if (mode === "require" || mode === "prefer" || mode === "allow" || mode === "verify-full") return mode;
  return mode === "verify-ca" ? "verify-full" : undefined;
}
