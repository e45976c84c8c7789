import { activity, deliver, NOBODY, oneOf, REFUSED, unsigned } from "./sending.ts";
import type { OutsideCase, Target } from "./types.ts";

const ADDRESSES: readonly (readonly [no: string, hosts: readonly string[]])[] = [
  ["A01", ["http://127.0.0.1:9", "http://[::1]:9", "http://localhost:9", "http://0.0.0.0:9", "https://[::]"]],
  ["A02", ["https://169.254.169.254", "https://[fd00:ec2::254]", "https://100.64.0.1", "https://198.18.0.1"]],
  ["A03", ["https://0x7f.1", "https://2130706433", "https://0177.0.0.1", "https://[::ffff:127.0.0.1]"]],
  ["A06", ["file:///etc", "ftp://council.invalid", "gopher://council.invalid", "data:,x"]],
  ["A07", ["https://council.invalid:22", "https://council.invalid:5432", "https://council.invalid:6379"]],
];
/** A01–A07: where a node says that it is. */
export const addressed: OutsideCase[] = ADDRESSES.flatMap(([no, hosts]) =>
  hosts.map((host) => ({
    no,
    sent: `a request to connect by a node at ${host}`,
    expected: "refused",
    attack: async (target) => {
      const actor = `${host}/ap/actor`;
      return oneOf(await deliver(target, actor, activity(target, actor)), REFUSED);
    },
  })),
);
/** A14–A30: who says so. */
export const signatures: OutsideCase[] = [
  {
    no: "A14",
    sent: "a delivery without a signature",
    expected: "401",
    attack: async (t) => oneOf(await t.send(unsigned(activity(t, NOBODY))), [401]),
  },
  ...["", "keyId=x", `keyId="${"x".repeat(14_000)}"`, "Bearer abc"].map((signature) => ({
    no: "A14",
    sent: `a signature header of ${signature.length} characters that is none`,
    expected: "400, 401 or 431",
    attack: async (t: Target) =>
      oneOf(await t.send(unsigned(activity(t, NOBODY), { signature })), [400, 401, 431]),
  })),
  {
    no: "A20",
    sent: "a body other than the signed one",
    expected: "refused",
    attack: async (t) =>
      oneOf(await deliver(t, NOBODY, activity(t, NOBODY), { digest: "SHA-256=AAAA" }), REFUSED),
  },
  {
    no: "A21",
    sent: "a delivery of yesterday",
    expected: "refused",
    attack: async (t) =>
      oneOf(
        await deliver(t, NOBODY, activity(t, NOBODY), {
          date: new Date(Date.now() - 90_000_000).toUTCString(),
        }),
        REFUSED,
      ),
  },
  {
    no: "A24",
    sent: "two forms of signature at once",
    expected: "400",
    attack: async (t) =>
      oneOf(
        await deliver(t, NOBODY, activity(t, NOBODY), { "signature-input": 'sig1=();created=1;keyid="x"' }),
        [400],
      ),
  },
  {
    no: "A30",
    sent: "a signed delivery by a council that is not connected",
    expected: "refused",
    attack: async (t) =>
      oneOf(
        await deliver(
          t,
          NOBODY,
          activity(t, NOBODY, {
            type: "Create",
            object: { type: "Note", id: "https://council.invalid/ap/o/1" },
          }),
        ),
        REFUSED,
      ),
  },
];
