/** What words look like that would tell who somebody is: a key of a sentence (`topic.personal.kind.*`). */
export type PersonalKind =
  | "nhs"
  | "insurance"
  | "pupil"
  | "bank"
  | "card"
  | "birth"
  | "case"
  | "mobile"
  | "email"
  | "address"
  | "vehicle"
  | "person";

export interface PersonalPhrase {
  readonly kind: PersonalKind;
  /** The words as they were written, at most 80 characters. */
  readonly phrase: string;
}

interface Pattern {
  readonly kind: PersonalKind;
  readonly words: RegExp;
  /** Tells numbers that only look alike apart. */
  readonly holds?: (phrase: string) => boolean;
}

const MONTHS =
  "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ion|chwef|maw|ebr|mai|meh|gorff|awst|medi|hyd|tach|rhag)[a-zâŵ]*";
const DATE = `\\d{1,2}(?:[./-]\\d{1,2}[./-]\\d{2,4}|(?:st|nd|rd|th|af|ail|ydd|fed|eg)?(?: o)? ${MONTHS},? \\d{4})`;
const STREETS =
  "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Way|Terrace|Court|Crescent|Gardens|Place|Grove|Hill|Walk|View|Row|Mews|Square";
const RELATIONS = [
  "resident|tenant|leaseholder|customer|client|service user|pupil|student|patient|claimant|applicant|complainant|child",
  "foster carer|carer|mother|father|mum|dad|son|daughter|parent|preswylydd|cleient|disgybl|claf|plentyn|mam|tad",
]
  .join("|")
  .replaceAll(/(?<=^|\|)[a-z]/g, (first) => `[${first}${first.toUpperCase()}]`);
const TITLE = "(?:Mr|Mrs|Ms|Miss|Mx|Master|Mr\\.|Mrs\\.|Ms\\.)";
const NAME = "[A-Z][a-zà-ÿ'’-]{1,20}";
const NOBODY =
  "(?!(?:Anyone|Everyone|Someone|Somebody|People|Children|Adults|Those|Men|Women|Young|Over|Under|Child|Staff|Plant)\\b)";

/**
 * Most telling first. Each has been written against lists of sentences (tests/rules/personal-data.test.ts): what is
 * planted is found in 95 of 100, and fewer than 5 of 100 that name nobody are asked about.
 */
const PATTERNS: readonly Pattern[] = [
  { kind: "nhs", words: /\b[2-9]\d{2}[ -]?\d{3}[ -]?\d{4}\b/g, holds: isNhsNumber },
  {
    kind: "insurance",
    words: /\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi,
  },
  { kind: "pupil", words: /\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b/g },
  {
    kind: "bank",
    words: /\b\d{2}-\d{2}-\d{2}\b[^\d\n]{0,30}\b\d{8}\b|\b\d{8}\b[^\d\n]{0,30}\b\d{2}-\d{2}-\d{2}\b/g,
  },
  { kind: "bank", words: /\bGB\d{2} ?[A-Z]{4}(?: ?\d{2,4}){4,7}\b/g },
  { kind: "card", words: /\b(?:\d[ -]?){13,18}\d\b/g, holds: isCardNumber },
  {
    kind: "birth",
    words: new RegExp(
      `(?:\\bd\\.?o\\.?b\\.?|date of birth|\\bborn(?: on)?|dyddiad geni|\\bg?eni ar|\\banwyd(?: ar)?|\\bganwyd(?: ar)?)[^\\d\\n]{0,12}${DATE}`,
      "gi",
    ),
  },
  {
    kind: "case",
    words:
      /\b(?:case|client|customer|claim|claimant|referral|tenancy|complaint|service user|safeguarding|person|achos|cleient|atgyfeirio|mosaic|liquidlogic|lcs|las|carefirst)\s+(?:ref(?:erence)?|record|number|no\.?|id|rhif|cyfeirnod)[:.\s#]*(?:is |yw )?[A-Z]{0,5}[/-]?\d[\dA-Z/-]{3,}/gi,
  },
  {
    kind: "case",
    words: /\b(?:rhif achos|rhif cleient|cyfeirnod achos)[:.\s#]*[A-Z]{0,5}[/-]?\d[\dA-Z/-]{3,}/gi,
  },
  { kind: "mobile", words: /(?<![\d+])(?:\+44 ?(?:\(0\))? ?7|07)\d{3}[ -]?\d{3}[ -]?\d{3}\b/g },
  {
    kind: "email",
    words:
      /\b[\w.+-]{1,64}@(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|me|btinternet|sky|talktalk|virginmedia|aol|protonmail|proton|ntlworld|mail)\.(?:com|co\.uk|net|me)\b/gi,
  },
  {
    kind: "address",
    words: new RegExp(
      `\\b(?!(?:19|20)\\d\\d )\\d{1,4}[A-Za-z]?,? (?:[A-Z][a-z'’]+ ){1,3}(?:${STREETS})\\b`,
      "g",
    ),
  },
  {
    kind: "address",
    words:
      /\b(?!(?:19|20)\d\d )\d{1,4}[A-Za-z]?,? (?:Heol|Stryd|Ffordd|Lôn|Rhodfa|Clos|Maes|Bryn|Tan) (?:y |yr |'r )?[A-ZÂÊÎÔÛŴŶ][a-zâêîôûŵŷ'’]+/g,
  },
  { kind: "vehicle", words: /\b[A-Z]{2}\d{2} ?[A-Z]{3}\b/g },
  {
    kind: "person",
    words: new RegExp(
      `\\b(?:${RELATIONS})\\b,? (?:called |named |o'r enw |sef |is |was |yw )?(?:${TITLE} ${NAME}(?: ${NAME})?)`,
      "g",
    ),
  },
  {
    kind: "person",
    words: new RegExp(`\\b(?:${RELATIONS}) (?:called|named|o'r enw) ${NAME}(?: ${NAME})?`, "g"),
  },
  {
    kind: "person",
    words: new RegExp(
      `\\b${TITLE} (?:${NAME} )?${NAME}(?:'s|’s)?(?= (?:has|had|is|was|lives|lived|owes|suffers|cannot|refuses|at|of) [^.\\n]{0,60}(?:arrears|benefit|dement|diagnos|evict|tenancy|debt|disab|safeguard|violen|abuse|care package|rent|assessment|address|hospital|homeless|complain))`,
      "g",
    ),
  },
  {
    kind: "person",
    words: new RegExp(
      `\\b${NOBODY}${NAME}(?<!s)(?: ${NAME})?,? (?:who is |is |sy'n |yn )?(?:aged? \\d{1,2}\\b(?![-–]| (?:and|or|to)\\b)|\\d{1,2} years? old\\b|\\d{1,2} (?:mlwydd )?oed\\b)`,
      "g",
    ),
  },
];

const MOST = 5;
const LONGEST = 80;

/**
 * Phrases that look as if they named a person or a case, in the order in which they stand: at most five, each once.
 * Looks at the text alone, on the author's node; keeps and tells nothing. It helps who writes in a hurry and protects
 * nobody who means to.
 */
export function personalPhrases(...texts: readonly string[]): readonly PersonalPhrase[] {
  const text = texts.join("\n").replaceAll(/https?:\/\/\S+/g, (link) => " ".repeat(link.length));
  const found: (PersonalPhrase & { readonly at: number; readonly end: number })[] = [];
  for (const { kind, words, holds } of PATTERNS) {
    for (const match of text.matchAll(words)) {
      const [phrase] = match;
      const [at, end] = [match.index, match.index + phrase.length];
      if (holds && !holds(phrase)) continue;
      if (found.some((one) => at < one.end && one.at < end)) continue;
      found.push({ kind, phrase: phrase.trim().slice(0, LONGEST), at, end });
    }
  }
  const inOrder = found.sort((one, other) => one.at - other.at).map(({ kind, phrase }) => ({ kind, phrase }));
  return inOrder
    .filter(({ phrase }, at) => inOrder.findIndex((one) => one.phrase === phrase) === at)
    .slice(0, MOST);
}

/** NHS data dictionary: the tenth digit is 11 less the weighted sum of the others, modulo 11. */
function isNhsNumber(phrase: string): boolean {
  const digits = phrase.replaceAll(/\D/g, "").split("").map(Number);
  const sum = digits.slice(0, 9).reduce((all, digit, at) => all + digit * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === digits[9];
}

/** ISO/IEC 7812-1, annex B (Luhn). */
function isCardNumber(phrase: string): boolean {
  const digits = phrase.replaceAll(/\D/g, "").split("").map(Number).reverse();
  if (new Set(digits).size < 2) return false;
  const sum = digits.reduce((all, digit, at) => {
    const twice = at % 2 === 1 ? digit * 2 : digit;
    return all + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}
