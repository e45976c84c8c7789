import type { Refusal, RefusalCode, RefusalFacts } from "../refusal.ts";

type Sentence = string | ((facts: RefusalFacts) => string);

/** One sentence a refusal code, for the operator: what is wrong and what to do. */
const SENTENCES: Readonly<Record<RefusalCode, Sentence>> = {
  "not-found": (facts) =>
    facts.field === "address"
      ? "There is no Moothall at that address: check it, and that the other side is running."
      : "Nothing has that name: check the spelling, or see what there is with the verb list.",
  "not-signed-in": "Only a signed-in person can do this: do it on the pages.",
  "not-allowed": (facts) =>
    facts.reason === "last-administrator"
      ? "This is the last administrator: make somebody else administrator first, with people make-administrator."
      : "That person may not do this: name an administrator.",
  "not-a-member": "That person is not a member of the community: let them join first.",
  "needs-approval": "A facilitator must approve this first: ask one, they decide on the pages.",
  "invitation-only": "One joins this community by invitation: ask its facilitators for one.",
  "needs-confirmation": "Another council's node would hold copies from then on: confirm it on the pages.",
  "not-a-holder":
    "That council's node may not hold closed communities: see peers closed, and whether it runs this release.",
  "already-requested": "This was asked for already: wait for the answer.",
  suspended: "That person is suspended in the community: a facilitator has to end that first.",
  locked: "This is locked: unlock it on the pages first.",
  "stale-revision": "Somebody changed this in the meantime: look again, then repeat the command.",
  "too-short": (facts) => `That is too short: write at least ${facts.least ?? "a few"} characters.`,
  "too-long": (facts) =>
    `That is too long${facts.most ? `, at most ${facts.most} characters` : ""}: shorten it.`,
  "too-large": (facts) => `That is too large${facts.most ? `, at most ${facts.most} bytes` : ""}.`,
  "file-not-fetched": "A file could not be fetched from another council's site. It is asked for again.",
  "file-changed": "What came from another council's site is not the file that was signed there.",
  "file-refused": "A file of another council may not be kept here.",
  "no-room":
    "Files cannot be kept: the disk of the data folder is full, or object storage does not take them. See doctor.",
  required: (facts) =>
    `Something is missing${facts.field ? ` (${facts.field})` : ""}: see --help for what is needed.`,
  invalid: (facts) =>
    facts.field === "address"
      ? "That is no address of another Moothall: give it as https://communities.example.gov.uk."
      : `That is not valid${facts.field ? ` (${facts.field})` : ""}: check it and try again.`,
  taken: "That is already used: choose another.",
  "already-exists": (facts) =>
    facts.origin
      ? `${facts.origin} is connected already: there is nothing to do.`
      : "It is there already: nothing to do.",
  "already-decided": "This was decided already: see the list for how.",
  "last-facilitator": "A community keeps at least one facilitator: make somebody else one first.",
  "level-fixed": "Who can read a community is fixed from its first post: start another community instead.",
  "wrong-council": "This belongs to another council: use the council's own node.",
  "no-council":
    "No council here has that e-mail domain: invite the person, or add the domain to the council.",
  "weak-password": "That password is easy to guess: use 12 characters or more.",
  "wrong-credentials": "The e-mail address or the password is not right.",
  expired: "That link has expired: make a new one.",
  used: "That link was used: make a new one.",
  "too-many": (facts) =>
    `That is too many at once${facts.most ? `, at most ${facts.most}` : ""}: try again later or with fewer.`,
  "not-trusted": (facts) =>
    `${facts.origin ?? "That address"} is blocked here: unblock it first, with peers unblock.`,
  "not-connected": (facts) =>
    `${facts.home ?? "That council"} is not connected: see peers list for its state.`,
  "loopback-only":
    "A trial node meets trial nodes on the same machine only, and a live one live ones only: give both an address of the same kind.",
  "wrong-origin": "This data folder belongs to another address: start with the address it was made for.",
  "wrong-audience": "That belongs to another community.",
  "visibility-mismatch": "More people would see this than may read it: it is not done.",
  "wrong-author": "Only its author can do this.",
  forgotten: "That was deleted and cannot be brought back.",
  unsupported: "This release cannot do that yet.",
};

/** The sentence of a refusal for the console. */
export function sentenceOf(refusal: Refusal): string {
  const sentence = SENTENCES[refusal.code];
  return typeof sentence === "string" ? sentence : sentence(refusal.facts);
}
