import { textOf } from "../../node/mail/words.ts";

/** Texts of mails that nobody can stop, and why not; every other one says how, and one click does it (W18). */
export const NOT_STOPPED: Readonly<Record<string, string>> = {
  register: "asked for by the person a moment ago",
  "register-known": "asked for by the person a moment ago",
  invite: "to somebody without an account; sent once, by a person",
  reset: "asked for by the person a moment ago",
  "reset-unknown": "asked for by the person a moment ago",
  "password-changed": "says that somebody may be at the account",
  "email-change": "asked for by the person a moment ago",
  "email-changed": "says that somebody may be at the account",
  test: "asked for by an administrator a moment ago",
  request: "the task of facilitators: the community waits for them",
  joined: "the one answer to what the person asked for",
  refused: "the one answer to what the person asked for",
  ended: "ends what the person could do; told once",
  suspended: "pauses what the person could do; told once",
  restored: "says that the pause of what the person could do is over",
  "decided-already": "the one answer to what the person decided",
  declined: "says that the person's own post did not go out",
  removed: "says that the person's own post is gone, and why",
  "post-restored": "says that the person's own post is shown again, and why",
  locked: "says what became of the person's own discussion, and why",
  unlocked: "says what became of the person's own discussion, and why",
  moved: "says where what the person wrote in is now, and why",
  appeal: "the task of those who did not remove the post",
  "appeal-restored": "the one answer to what the person asked for",
  "appeal-upheld": "the one answer to what the person asked for",
  report: "the task of those who look after reports",
  "report-removed": "the one answer to what the person reported",
  "report-dismissed": "the one answer to what the person reported",
  hidden: "at most one a day for all hidden communities; a link that stops those of one would name it",
  "hidden-invited": "asks the person whether they want to join; said once",
  "late-letter": "says that the person's own post did not arrive",
  "peer-asked": "the task of administrators",
  "peer-accepted": "the answer to what an administrator asked",
  "peer-refused": "the answer to what an administrator asked",
  "role-given": "changes what the person can do; told once",
  "role-taken": "changes what the person can do; told once",
  employer: "the task of administrators",
  invited: "to the person by a facilitator; once",
  "invited-hidden": "to the person by a facilitator; once",
  "lead-letter": "written to the person by somebody, who may write five a day",
  "edit-refused": "the one answer to what the person did",
  "release-withdrawn": "says that something of the person's own is gone, and why",
  "release-changed": "the task of the person who released it",
  "act-refused": "the one answer to what the person did",
  "peer-lost-silent": "says that something removed may still be shown; told once",
  "peer-lost-lied": "says that something removed was still shown; told once",
  "without-lead": "the task of administrators: the community waits for them",
};

/** Whether a subject is that of a mail that nobody can stop. */
export function isNotStopped(subject: string): boolean {
  return Object.keys(NOT_STOPPED).some((text) => {
    const parts = textOf("en", text).subject.split(/\{\w+\}/);
    const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
    return new RegExp(`^${pattern}$`).test(subject);
  });
}
