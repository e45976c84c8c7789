import { describe, expect, test } from "vitest";
import { headOf } from "../../federation/inbox/guard.ts";
import { body, made, SECONDS, verify } from "../support/deliveries.ts";
import { cavageByHand, rfc9421ByHand } from "../support/hostile-signer.ts";

describe("A14, A24: signatures that are none, or more than one", () => {
  const good = cavageByHand(made).headers.get("signature") ?? "";
  const modern = rfc9421ByHand({ ...made, created: SECONDS }).headers;

  test("Unsigned is 401; empty, garbled, oversized, doubled and mixed is 400; no key is asked for", async () => {
    const cases: [string, Record<string, string>, number][] = [
      ["unsigned", {}, 401],
      ["empty", { signature: "" }, 401],
      ["blank", { signature: "   " }, 401],
      ["garbled", { signature: "keyId=x" }, 400],
      ["other words", { signature: "Bearer abc" }, 400],
      ["100 KB", { signature: `keyId="${"x".repeat(100_000)}",${good}` }, 400],
      ["100 KB of spaces", { signature: `keyId=${" ".repeat(100_000)}` }, 400],
      ["no key id", { signature: good.replace(/keyId="[^"]*",/, "") }, 400],
      ["no signature", { signature: good.replace(/,signature="[^"]*"/, "") }, 400],
      ["no base64", { signature: good.replace(/signature="[^"]*"/, 'signature="!"') }, 400],
      ["two key ids", { signature: `keyId="https://evil.example/k",${good}` }, 400],
      ["two key ids in other case of quotes", { signature: `${good},keyId="https://evil.example/k"` }, 400],
      ["two signatures", { signature: `${good}, ${good}` }, 400],
      ["two header lists", { signature: `${good},headers="date"` }, 400],
      ["a header covered twice", { signature: good.replace("host date", "host host date") }, 400],
      ["mixed forms", { signature: good, "signature-input": modern.get("signature-input") ?? "" }, 400],
      ["only the input", { "signature-input": modern.get("signature-input") ?? "" }, 400],
      ["only the new signature", { signature: modern.get("signature") ?? "" }, 400],
      ["two inputs", pair(`${modern.get("signature-input")}, sig2=("@method");created=1;keyid="k"`), 400],
      [
        "two new signatures",
        pair(modern.get("signature-input") ?? "", `${modern.get("signature")}, sig2=:AAAA:`),
        400,
      ],
      ["another label", pair((modern.get("signature-input") ?? "").replace("sig1", "sig2")), 400],
      ["two keyids", pair(`${modern.get("signature-input")};keyid="https://evil.example/k"`), 400],
      [
        "a parameter of a component",
        pair((modern.get("signature-input") ?? "").replace('"@method"', '"@method";req')),
        400,
      ],
      [
        "a component covered twice",
        pair((modern.get("signature-input") ?? "").replace('"@method"', '"@method" "@method"')),
        400,
      ],
      ["no time", pair((modern.get("signature-input") ?? "").replace(/;created=\d+/, "")), 400],
      ["no keyid", pair((modern.get("signature-input") ?? "").replace(/;keyid="[^"]*"/, "")), 400],
    ];
    for (const [what, headers, status] of cases) {
      const request = {
        method: "POST",
        target: "/ap/inbox",
        headers: headersWith(headers),
        body: Buffer.from(body),
      };
      expect(headOf(request), what).toMatchObject({ ok: false, status });
      expect(await verify(request), what).toMatchObject({ ok: false, asked: [] });
    }
  });

  test("Headers built to slow a reader down are refused as fast as any other", () => {
    const long = (piece: string) => piece.repeat(Math.floor(8_000 / piece.length));
    for (const headers of [
      { signature: long(" ") },
      { signature: long('a="') },
      { signature: long('a="b" ') },
      { signature: long("a =") },
      { signature: `keyId="${long("\\")}` },
      pair(`sig1=(${long(" ")}`),
      pair(`sig1=(${long(' "a"')}`),
      pair(`sig1=(${long('"a" ')};`),
      pair(`sig1=();${long("a=")}`),
      pair(`sig1=()${long("; a=1 ")}`),
      pair(long("a")),
    ]) {
      const request = {
        method: "POST",
        target: "/ap/inbox",
        headers: headersWith(headers),
        body: Buffer.from(body),
      };
      const before = process.cpuUsage();
      expect(headOf(request)).toMatchObject({ ok: false });
      const { user, system } = process.cpuUsage(before);
      // A guard against backtracking at a hundred times the figure, not a measure.
      expect(user + system).toBeLessThan(100_000);
    }
  });

  function pair(input: string, signature = modern.get("signature") ?? ""): Record<string, string> {
    return { "signature-input": input, signature };
  }

  function headersWith(more: Record<string, string>): Headers {
    const headers = new Headers(cavageByHand(made).headers);
    headers.delete("signature");
    for (const [name, value] of Object.entries(more)) headers.set(name, value);
    return headers;
  }
});
