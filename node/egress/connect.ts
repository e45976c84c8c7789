import { isIP, type LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import { buildConnector } from "undici";
import {
  type Address,
  type AddressRule,
  inRanges,
  isGlobalUnicast,
  type PrivateNetwork,
} from "./addresses.ts";
import { EgressFailed, EgressRefused } from "./errors.ts";
import { isLocalhost, type Resolve, resolveLocally, resolvePublicly } from "./resolve.ts";

/** What decides about a connection: allow-list, resolver (tests), further certificate authorities (PEM). */
export type ConnectOptions = {
  privateNetworks: readonly PrivateNetwork[];
  resolve?: Resolve | undefined;
  extraCa?: string | undefined;
};

type Route = { accepts: AddressRule; resolve: Resolve; loopback: string };

/**
 * The connector of the egress. It judges the very addresses that the socket then connects to, so a name that
 * answers differently the second time (DNS rebinding, A05) gains nothing; one bad address refuses the name.
 * Whether the origin may be reached at all is judged before (`permittedUrlOf`).
 */
export function createConnect(options: ConnectOptions): buildConnector.connector {
  const resolve = options.resolve ?? resolvePublicly;
  const publicRoute = { accepts: isGlobalUnicast, resolve, loopback: LOOPBACK };
  const publicConnect = connectorFor(publicRoute, options.extraCa);
  const privateRoutes = privateRoutesOf(options);
  const privateConnects = new Map(
    [...privateRoutes].map(([origin, route]) => [origin, connectorFor(route, options.extraCa)]),
  );

  return (target, callback) => {
    const origin = originOf(target);
    const refusal = refusalOfLiteral(target.hostname, privateRoutes.get(origin) ?? publicRoute);
    if (refusal !== null) callback(refusal, null);
    else (privateConnects.get(origin) ?? publicConnect)(target, callback);
  };
}

function privateRoutesOf({ privateNetworks, resolve }: ConnectOptions): Map<string, Route> {
  const cidrs = Map.groupBy(privateNetworks, (network) => originOfEntry(network.origin));
  return new Map(
    [...cidrs].map(([origin, networks]) => {
      const inside = inRanges(networks.map((network) => network.cidr));
      const publicToo = isPublicOrigin(origin);
      const accepts: AddressRule = (address) => inside(address) || (publicToo && isGlobalUnicast(address));
      return [origin, { accepts, resolve: resolve ?? resolveLocally, loopback: loopbackOf(networks) }];
    }),
  );
}

/** Where a localhost name leads: to the one loopback address that its entry names (127.0.0.21/32), else to the usual. */
function loopbackOf(networks: readonly PrivateNetwork[]): string {
  const single = networks.map(({ cidr }) => /^(127(?:\.\d+){3})\/32$/.exec(cidr)?.[1]);
  return single.find((address) => address !== undefined) ?? LOOPBACK;
}

/** The canonical form of an allow-list entry's origin; throws on anything that is more than an origin. */
export function originOfEntry(text: string): string {
  const url = new URL(text);
  if (url.origin === "null" || `${url.origin}/` !== url.href) {
    throw new TypeError(`not an origin (scheme://host:port): ${text}`);
  }
  return url.origin;
}

function connectorFor(route: Route, extraCa: string | undefined): buildConnector.connector {
  return buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    allowH2: false,
    minVersion: "TLSv1.2",
    lookup: lookupFor(route),
    ...(extraCa === undefined ? {} : { ca: [...rootCertificates, extraCa] }),
  });
}

/** `net.connect`'s lookup: resolves, judges all addresses, hands over exactly those. */
function lookupFor({ accepts, ...route }: Route): LookupFunction {
  return (hostname, options, callback) => {
    addressesOf(hostname, route)
      .then((addresses) => {
        const bad = addresses.find(({ address }) => !accepts(address));
        if (bad !== undefined)
          throw new EgressRefused(hostname, `${hostname} resolves to ${bad.address}`, "private");
        const [first] = addresses;
        if (first === undefined) throw new EgressFailed(hostname, "dns");
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      })
      .catch((error: Error) => callback(error, []));
  };
}

async function addressesOf(
  hostname: string,
  { resolve, loopback }: Pick<Route, "resolve" | "loopback">,
): Promise<Address[]> {
  if (isLocalhost(hostname)) return [{ address: loopback, family: 4 }];
  return resolve(hostname).catch((cause: unknown) =>
    Promise.reject(new EgressFailed(hostname, "dns", { cause })),
  );
}

/** `net.connect` asks no lookup for an address literal, so it is judged here. */
function refusalOfLiteral(hostname: string, { accepts }: Pick<Route, "accepts">): EgressRefused | null {
  const literal = hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) === 0 || accepts(literal)) return null;
  return new EgressRefused(hostname, `the address ${literal} is not public`, "private");
}

/** An origin that needs no entry: https on its own port, which origins leave out. */
export function isPublicOrigin(origin: string): boolean {
  return origin.startsWith("https:") && new URL(origin).port === "";
}

function originOf({ protocol, hostname, port }: buildConnector.Options): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${host}${port ? `:${port}` : ""}`).origin;
}

const CONNECT_TIMEOUT_MS = 4000;
const LOOPBACK = "127.0.0.1";
