import { createHash, type KeyObject, sign } from "node:crypto";

/** A delivery that a hostile or odd peer makes by hand: any header, any coverage, any parameter. */
export type HandMade = {
  privateKey: KeyObject;
  keyId: string;
  now: Date;
  body: string;
  method?: string;
  target?: string;
  host?: string;
  /** Replaces the covered components. */
  components?: string[];
  /** Added to or replacing the headers before signing; null leaves one out. */
  headers?: Record<string, string | null>;
  created?: number;
  expires?: number;
  algorithm?: string;
};

/** A request with its signature; `headers` is what a server would see. */
export type SignedDelivery = { method: string; target: string; headers: Headers; body: Buffer };

/** Signs a delivery as draft-cavage, `(created)` and `(expires)` included where asked for. */
export function cavageByHand(made: HandMade): SignedDelivery {
  const delivery = unsigned(made);
  const components = made.components ?? ["(request-target)", "host", "date", "digest"];
  const value = (name: string) => {
    if (name === "(request-target)") return `${delivery.method.toLowerCase()} ${delivery.target}`;
    if (name === "(created)") return made.created;
    if (name === "(expires)") return made.expires;
    return delivery.headers.get(name);
  };
  const base = components.map((name) => `${name}: ${value(name)}`).join("\n");
  const times = [
    ...(made.created === undefined ? [] : [`created="${made.created}"`]),
    ...(made.expires === undefined ? [] : [`expires=${made.expires}`]),
  ];
  const parameters = [
    `keyId="${made.keyId}"`,
    `algorithm="${made.algorithm ?? "hs2019"}"`,
    ...times,
    `headers="${components.join(" ")}"`,
    `signature="${signed(base, made.privateKey)}"`,
  ];
  delivery.headers.set("signature", parameters.join(","));
  return delivery;
}

/** Signs a delivery as RFC 9421. */
export function rfc9421ByHand(made: HandMade & { created: number }): SignedDelivery {
  const delivery = unsigned(made);
  delivery.headers.set("content-digest", `sha-256=:${digestOf(made.body)}:`);
  const components = made.components ?? ["@method", "@target-uri", "content-digest"];
  const url = new URL(delivery.target, `https://${delivery.headers.get("host")}`);
  const derived: Record<string, string> = {
    "@method": delivery.method,
    "@target-uri": url.href,
    "@authority": url.host,
    "@path": url.pathname,
    "@query": url.search || "?",
  };
  const list = components.map((name) => `"${name}"`).join(" ");
  const expires = made.expires === undefined ? "" : `;expires=${made.expires}`;
  const parameters = `(${list});created=${made.created};keyid="${made.keyId}";alg="${made.algorithm ?? "rsa-v1_5-sha256"}"${expires}`;
  const lines = components.map((name) => `"${name}": ${derived[name] ?? delivery.headers.get(name)}`);
  const base = [...lines, `"@signature-params": ${parameters}`].join("\n");
  delivery.headers.set("signature-input", `sig1=${parameters}`);
  delivery.headers.set("signature", `sig1=:${signed(base, made.privateKey)}:`);
  return delivery;
}

function unsigned({
  body,
  host = "north.example",
  now,
  method = "POST",
  target = "/ap/inbox",
  headers,
}: HandMade): SignedDelivery {
  const sent = new Headers({
    host,
    date: now.toUTCString(),
    digest: `SHA-256=${digestOf(body)}`,
    "content-type": "application/activity+json",
  });
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === null) sent.delete(name);
    else sent.set(name, value);
  }
  return { method, target, headers: sent, body: Buffer.from(body) };
}

function digestOf(body: string): string {
  return createHash("sha256").update(body).digest("base64");
}

function signed(base: string, privateKey: KeyObject): string {
  return sign(
    privateKey.asymmetricKeyType === "ed25519" ? null : "sha256",
    Buffer.from(base),
    privateKey,
  ).toString("base64");
}
