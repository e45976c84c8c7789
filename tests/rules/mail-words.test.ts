import { expect, test } from "vitest";
import { renderMail } from "../../node/mail/render.ts";
import { ACCOUNT_MAILS } from "../../node/mail/types.ts";
import { type MailText, WORDS } from "../../node/mail/words.ts";
import { NOT_STOPPED } from "../support/mail-kinds.ts";

/** Words of the machine room, which only administrators meet. */
const FORBIDDEN = /\b(nodes?|servers?|instances?|federat\w*|actors?|markdown)\b/i;

test("Mails never use a word of the machine room, in either language", () => {
  for (const words of [WORDS.en, WORDS.cy]) {
    const texts = [...Object.values(words.parts), ...Object.values(words.mails).flatMap(linesOf)];
    expect(texts.filter((text) => FORBIDDEN.test(text.replace(/\{\w+\}/g, "")))).toEqual([]);
    expect(texts.filter((text) => text.includes("!"))).toEqual([]);
  }
  expect(FORBIDDEN.test("Your server is slow")).toBe(true);
});

test("Every mail exists in both languages, with the same lines and the same facts", () => {
  expect(Object.keys(WORDS.cy.mails).sort()).toEqual(Object.keys(WORDS.en.mails).sort());
  expect(Object.keys(WORDS.cy.parts).sort()).toEqual(Object.keys(WORDS.en.parts).sort());
  for (const [kind, text] of Object.entries(WORDS.en.mails)) {
    const welsh = WORDS.cy.mails[kind];
    expect([kind, welsh && shapeOf(welsh)]).toEqual([kind, shapeOf(text)]);
  }
});

test("Every mail about an account can be written, and a line whose fact is missing is left out", () => {
  for (const language of ["en", "cy"] as const) {
    for (const text of ACCOUNT_MAILS) {
      const place = { site: "Sunderland Communities", origin: "https://cop.sunderland.example" };
      const mail = renderMail(
        { text, facts: {}, open: `${place.origin}/x` },
        { language, place, stopLink: null },
      );
      expect(mail.subject).toMatch(/^[^{}]+$/);
      expect(`${mail.text}${mail.html}`).not.toMatch(/undefined|null|NaN/);
      expect(mail.text.split("\n-- \n")[0]).not.toMatch(/\{\w+\}/);
    }
  }
});

test("W18: every mail says how to stop it and why it came, but for those that nobody may miss", () => {
  const place = { site: "Sunderland Communities", origin: "https://cop.sunderland.example" };
  const stopLink = `${place.origin}/unsubscribe/secret`;
  const texts = Object.entries(WORDS.en.mails);
  expect(
    texts
      .filter(([, text]) => !text.stop)
      .map(([name]) => name)
      .sort(),
  ).toEqual(Object.keys(NOT_STOPPED).sort());
  const unexplained = texts.filter(([name, text]) => !text.why && !ACCOUNT_MAILS.some((one) => one === name));
  expect(unexplained).toEqual([]);
  for (const [name] of texts.filter(([, text]) => text.stop)) {
    for (const language of ["en", "cy"] as const) {
      const how = { language, place, stopLink };
      const mail = renderMail({ text: name, facts: {}, open: `${place.origin}/x` }, how);
      const foot = mail.text.split("\n-- \n")[1] ?? "";
      expect([name, language, foot]).toEqual([name, language, expect.stringContaining(stopLink)]);
      expect(foot).toContain(WORDS[language].mails[name]?.stop);
      expect(mail.html).toContain(`href="${stopLink}"`);
      expect(foot, "where one chooses what to hear of").toContain(`${place.origin}/me/settings`);
    }
  }
});

function linesOf(text: MailText): readonly string[] {
  return [
    text.subject,
    ...text.body,
    ...(text.after ?? []),
    text.action ?? "",
    text.why ?? "",
    text.stop ?? "",
  ];
}

function shapeOf(text: MailText) {
  return {
    parts: Object.keys(text).sort(),
    lines: [text.body.length, text.after?.length ?? 0],
    facts: [...new Set(linesOf(text).flatMap((line) => line.match(/\{\w+\}/g) ?? []))].sort(),
  };
}
