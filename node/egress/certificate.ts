import type { TLSSocket } from "node:tls";
import type { buildConnector } from "undici";
import { EgressFailed } from "./errors.ts";

/**
 * When the certificate of an https origin ends, by a connection that carries no request. Throws what the connector
 * throws, also for a certificate that is not valid now; `timeout` after `deadlineMs`.
 */
export function certificateEndOf(
  connect: buildConnector.connector,
  url: URL,
  deadlineMs: number,
): Promise<Date> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new EgressFailed(url.href, "timeout")), deadlineMs);
    const target = {
      hostname: url.hostname,
      host: url.host,
      protocol: url.protocol,
      port: url.port,
      servername: url.hostname,
    };
    connect(target, (error, socket) => {
      clearTimeout(timer);
      if (error !== null) return reject(error);
      const ends = new Date((socket as TLSSocket).getPeerCertificate().valid_to);
      socket.on("error", () => {}).destroy();
      resolve(ends);
    });
  });
}
