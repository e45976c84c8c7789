import { oneOf, REFUSED, told } from "./sending.ts";
import type { OutsideCase, Target } from "./types.ts";

const HEADERS: readonly (readonly [no: string, name: string, wanted: RegExp])[] = [
  ["W03", "content-security-policy", /default-src 'none'.*require-trusted-types-for 'script'/],
  ["W04", "content-security-policy", /frame-ancestors 'none'/],
  ["W05", "x-content-type-options", /^nosniff$/],
  ["W05", "cross-origin-opener-policy", /^same-origin$/],
];
/** What a visitor of the pages can try. */
export const pages: OutsideCase[] = [
  ...HEADERS.map(([no, name, wanted]) => ({
    no,
    sent: `GET /sign-in, looking at ${name}`,
    expected: wanted.source.slice(0, 40),
    attack: async (t: Target) => {
      const value = (await t.send({ path: "/sign-in" })).headers.get(name) ?? "nothing";
      return { came: value.slice(0, 60), ok: wanted.test(value) };
    },
  })),
  {
    no: "W01",
    sent: "a form from another site",
    expected: "403",
    attack: async (t) =>
      oneOf(
        await t.send({
          method: "POST",
          path: "/sign-in",
          body: "email=a",
          headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" },
        }),
        [403],
      ),
  },
  {
    no: "W06",
    sent: "sign-in that leads to another site",
    expected: "no link there",
    attack: async (t) => {
      const came = await t.send({ path: "/sign-in?next=//evil.example/" });
      return told(came, !/(href|action)="\/\/evil\.example/.test(came.text));
    },
  },
  {
    no: "W07",
    sent: "a file in a form",
    expected: "refused",
    attack: async (t) =>
      oneOf(
        await signIn(
          t,
          "multipart/form-data; boundary=x",
          '--x\r\nContent-Disposition: form-data; name="email"; filename="a.svg"\r\nContent-Type: image/svg+xml\r\n\r\n<svg/>\r\n--x--\r\n',
        ),
        REFUSED,
      ),
  },
  {
    no: "W24",
    sent: "NUL in an address",
    expected: "400",
    attack: async (t) => oneOf(await t.send({ path: "/c/%00" }), [400]),
  },
  {
    no: "W24",
    sent: "__proto__ in JSON",
    expected: "refused",
    attack: async (t) =>
      oneOf(await signIn(t, "application/json", '{"__proto__":{"administrator":true}}'), REFUSED),
  },
  {
    no: "W25",
    sent: "a request for another host",
    expected: "421, or not this node",
    attack: async (t) =>
      oneOf(await t.send({ path: "/", headers: { host: "evil.example" } }), [400, 403, 404, 421]),
  },
  {
    no: "W29",
    sent: "an address that is none",
    expected: "404 without a word of what is inside",
    attack: async (t) => {
      const came = await t.send({ path: "/nothing/here" });
      return told(came, came.status === 404 && !/node_modules|Error:|\bat [\w.]+ \(/.test(came.text));
    },
  },
];

/** Sends something to the form for signing in as a page of the site would. */
function signIn(t: Target, type: string, body: string) {
  const headers = { "content-type": type, "sec-fetch-site": "same-origin" };
  return t.send({ method: "POST", path: "/sign-in", headers, body });
}
