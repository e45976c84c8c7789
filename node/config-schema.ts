import { z } from "zod";
import { Secret } from "./secret.ts";

/** Whether an address can only ever mean this very machine: localhost, *.localhost (RFC 6761), 127.0.0.0/8 or ::1. */
export function isLoopbackOrigin(origin: string): boolean {
  const host = URL.canParse(origin) ? new URL(origin).hostname : "";
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host)
  );
}

const origin = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const secure = url.protocol === "https:" || (url.protocol === "http:" && isLoopbackOrigin(text));
  // Every id and handle of this node carries the host for good.
  return secure && url.origin === text && url.hostname.length <= 60;
});

const hostname = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/);

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

const databaseUrl = secret.refine((value) => hasProtocol(value.reveal(), ["postgres:", "postgresql:"]));

const smtpUrl = secret.refine((value) => hasProtocol(value.reveal(), ["smtp:", "smtps:"]));

const key = secret.refine((value) => /^[A-Za-z0-9+/_-]{43}=?$/.test(value.reveal()));

const secureOrigin = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, origin: own, href } = new URL(text);
  return (
    (protocol === "https:" || (protocol === "http:" && isLoopbackOrigin(own))) &&
    [own, `${own}/`].includes(text) &&
    href === `${own}/`
  );
});

const bucket = z.strictObject({
  endpoint: secureOrigin,
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default("us-east-1"),
  accessKey: secret,
  secretKey: secret,
});

const council = z.strictObject({
  /** Identifier in the national register of local authorities. */
  registerId: z.string().min(1).max(100).optional(),
  name: z.string().trim().min(1).max(200),
  nameCy: z.string().trim().min(1).max(200).optional(),
  /** E-mail domains whose holders work for this council; none = invitation only. */
  domains: z.array(hostname).default([]),
  /** Whether the node is this council's own, so that no "via …" is shown; unset: true if it is the only council. */
  own: z.boolean().optional(),
});

const privateNetwork = z.strictObject({
  origin: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text),
  cidr: z.union([z.cidrv4(), z.cidrv6()]),
});

/** The whole configuration as it is written in a file; every rule about a single setting stands here. */
export const configSchema = z.strictObject({
  origin: origin.optional(),
  port: z.number().int().min(1).max(65535).default(8080),
  listen: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
  dataDir: z.string().min(1).default("./data"),
  databaseUrl: databaseUrl.optional(),
  role: z.enum(["all", "web", "worker"]).default("all"),
  key: key.optional(),
  nodeName: z.string().trim().min(1).max(100).optional(),
  councils: z.array(council).max(200).default([]),
  languages: z
    .array(z.enum(["en", "cy"]))
    .min(1)
    .default(["en", "cy"]),
  brandColour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default("#0b4f5c"),
  contact: z.strictObject({ name: z.string().trim().min(1).max(200), email: z.email() }).optional(),
  urgentContact: z.string().trim().min(1).max(300).optional(),
  smtp: z
    .strictObject({ url: smtpUrl, from: z.string().regex(/^([^<>@]+ <)?[^<>@\s]+@[^<>@\s]+>?$/) })
    .optional(),
  federationMode: z.enum(["network", "open"]).default("network"),
  privateNetworks: z.array(privateNetwork).default([]),
  clamav: z
    .string()
    .regex(/^(\/[^\0]+|[^\s/:]+:\d{1,5})$/)
    .optional(),
  s3: bucket.optional(),
  historyDays: z.number().int().min(0).max(36500).default(90),
  historyItems: z.number().int().min(0).max(10_000_000).default(100_000),
  metricsPort: z.number().int().min(1).max(65535).optional(),
  metricsListen: z.union([z.ipv4(), z.ipv6()]).default("127.0.0.1"),
  logFormat: z.enum(["json", "text"]).default("json"),
  logLevel: z.enum(["debug", "info", "warning", "error"]).default("info"),
});

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
