import { expect, test } from "vitest";
import { networkOf } from "../../node/accounts/limits.ts";
import { countLeaked, mayBePassword } from "../../node/accounts/password-strength.ts";
import { handleOf, isChoosableHandle } from "../../node/actors/handle.ts";
import { readDomain, readEmail } from "../../node/councils/email.ts";

test("Addresses that try to pass for a council's are refused, ordinary ones are read in one form", () => {
  const read = (text: string) => readEmail(text)?.address ?? null;
  expect(read("Priya.Nair@Sunderland.gov.uk")).toBe("priya.nair@sunderland.gov.uk");
  expect(read("  o'brien+cop@cyngor.gov.wales ")).toBe("o'brien+cop@cyngor.gov.wales");
  expect(read("a@CYNGOR-MÔN.gov.uk")).toBe("a@xn--cyngor-mn-n7a.gov.uk");
  // Wide letters are the same domain to a mail server, so they are read as what they are.
  expect(read("a@ｓｕｎｄｅｒｌａｎｄ.gov.uk")).toBe("a@sunderland.gov.uk");
  const refused = [
    "",
    "a",
    "@sunderland.gov.uk",
    "a@",
    "a@b@sunderland.gov.uk",
    '"a@evil.example"@sunderland.gov.uk',
    "a b@sunderland.gov.uk",
    "a,b@sunderland.gov.uk",
    "a@sunderland.gov.uk,evil.example",
    "a@sunderland.gov.uk.",
    "a@.sunderland.gov.uk",
    "a.@sunderland.gov.uk",
    ".a@sunderland.gov.uk",
    "a..b@sunderland.gov.uk",
    "pаula@sunderland.gov.uk",
    "Kelvin\u212A@sunderland.gov.uk",
    "a@sunderland.gov.uk\r\nBcc: x@y.zz",
    "a@sunderland.gov.uk\u0000",
    "<a@sunderland.gov.uk>",
    "A <a@sunderland.gov.uk>",
    "a@[192.0.2.1]",
    "a@192.0.2.1",
    "a@localhost",
    "a@evil.example/sunderland.gov.uk",
    "a@evil.example#.sunderland.gov.uk",
    "a@evil.example?.gov.uk",
    "a@user:x@gov.uk",
    "a@sunderland%2egov.uk",
    "a@sunderland_.gov.uk",
    "a@-sunderland.gov.uk",
    "a@sun\u00ADderland..gov.uk",
    "a(comment)@sunderland.gov.uk",
    "a\\@sunderland.gov.uk",
    `${"a".repeat(65)}@sunderland.gov.uk`,
    `a@${"b".repeat(64)}.gov.uk`,
  ];
  for (const text of refused) expect(read(text), JSON.stringify(text)).toBeNull();
  // Look-alike letters make another domain, which then belongs to no council.
  expect(readEmail("a@sunderlаnd.gov.uk")?.domain).toMatch(/^xn--/);
  expect(readDomain("Sunderland.GOV.uk")).toBe("sunderland.gov.uk");
  expect(readDomain("*.gov.uk")).toBeNull();
});

test("Passwords that everybody has, or that are made of one's own name and council, are refused", () => {
  const context = [
    "Priya Nair",
    "priya.nair@sunderland.gov.uk",
    "Sunderland City Council",
    "Sunderland Communities",
  ];
  const reasonOf = (password: string) => {
    const decision = mayBePassword(password, context);
    return decision.ok ? "good" : decision.facts.reason;
  };
  const refused: Record<string, readonly string[]> = {
    short: ["", "elevenchars", "🔒🔒🔒🔒🔒🔒"],
    long: ["a b".repeat(67)],
    common: [
      "password1234",
      "P@55w0rd1234",
      "Password123!",
      "Welcome2026!!",
      "qwertyuiop12",
      "1qaz2wsx3edc",
      "123456789012",
      "aaaaaaaaaaaa",
      "abababababab",
      "abcdefghijkl",
      "Summer2026Summer",
      "letmeinletmein",
      "Monday-Tuesday",
      "q1w2e3r4t5y6",
      "iloveyou123456",
      "Cyfrinair2026",
      "office123456",
      "changeme1234!",
      "unbelievable",
      "QwErTyQwErTy",
      "9876543210987",
      "01823 559 274 06",
    ],
    "about-you": [
      "sunderland1234",
      "council12345",
      "PriyaNair2026!",
      "Sunderl4nd-Pr1ya",
      "priyapriyapriya",
      "NairSunderland",
    ],
  };
  for (const [reason, passwords] of Object.entries(refused)) {
    for (const password of passwords) expect(reasonOf(password), password).toBe(reason);
  }
  const good = [
    "teal harbour lanterns 4",
    "correct horse battery staple",
    "vX9#kf02LmQz",
    "cwpwrdd llyfr melyn afon",
    "three quiet rivers",
    "Plinth-Gravy-Otter",
    "ffordd y goedwig hir",
    "my dog ate the planning file",
    "🔒 otter gravy plinth 7",
    "tangerine-coathook",
    "8370915264703958612470",
    "70291b8846127735c0918264",
  ];
  for (const password of good) expect(reasonOf(password), password).toBe("good");
  expect(countLeaked()).toBeGreaterThanOrEqual(3_000);
});

test("A handle comes from the name, whatever letters it is written in, and never from the e-mail", () => {
  expect(handleOf("Siân O'Brien-Lloyd", "person")).toBe("sian_obrien_lloyd");
  expect(handleOf("Łukasz Żółć", "person")).toBe("lukasz_zolc");
  expect(handleOf("Ŵyn ap Gŷr", "person")).toBe("wyn_ap_gyr");
  expect(handleOf("李小龍", "person")).toBe("person");
  expect(handleOf("Dr. J. A. Smith (she/her)", "person")).toBe("dr_j_a_smith_she_her");
  expect(handleOf("A very long name that goes on and on", "person")).toBe("a_very_long_name_that_goes_on");
  expect(isChoosableHandle("kinship_care")).toBe(true);
  for (const handle of [
    "ab",
    "Kinship",
    "kinship-care",
    "_kinship",
    "new",
    "admin",
    "a_name_of_more_than_twenty",
  ]) {
    expect(isChoosableHandle(handle), handle).toBe(false);
  }
});

test("Visitors are counted by address, in IPv6 by the network a household or office gets", () => {
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("2001:db8:1:2:3::4")).toBe(networkOf("2001:db8:1:2:ffff::1"));
  expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
  expect(networkOf(null)).toBe(networkOf("unix socket"));
});
