import { speechOf } from "../../../web/language.ts";

/** What the buttons of the pages say, so that the walk names them as they are. */
const { t } = speechOf("en");

/** Words for the search box; Somerset's answered question must be among the first three found. */
export const walkSearch = "adoption allowance review";

/** Key of the thread that the search has to find. */
export const walkFound = "ak_allowance_review";

/** Amara's question, in a community that nobody in Sunderland has joined. */
export const walkQuestion = {
  person: "amara",
  community: "adoption_kinship",
  title: "Adoption allowance review when a young person boards at school in term time",
  text: "The two-sided sheet in the answered thread would suit most of our families. Three of them have a young person who boards from Monday to Friday, and our form still asks whether the child 'lives with you full time'. Parents tick no, and finance stops the payment. How do you word that question, and do you reduce the allowance for the nights away?",
};

/** Rhian's answer, written from the mail that told her of the question. */
export const walkAnswer = {
  person: "rhian",
  text: "Ask where home is, and not where the child sleeps: 'Is your home still the child's home when school, college or hospital is closed?' We reduce nothing for term-time boarding unless the placement also pays for clothes and travel, and then only by that sum. It was challenged once at a complaint panel and stood.",
};

/** What Amara writes while Somerset is stopped. */
export const walkReply = {
  person: "amara",
  text: "We have put your sentence into the form today, and I have asked finance to restart the three payments. I will come back after the spring reviews and say whether the ticks changed.",
};

/** Sign-ins worth printing, each with what it shows. */
export const walkPeople: readonly { readonly person: string; readonly shows: string }[] = [
  { person: "amara", shows: "asks in Somerset's community (the walk below)" },
  { person: "rhian", shows: "answers from Wiltshire, in English or Welsh" },
  { person: "helen", shows: "facilitates 'Adoption and kinship care' in Somerset" },
  { person: "graham", shows: "has a request to join from Exmoor to decide" },
  { person: "eilidh", shows: "may decide the same request from Sunderland" },
  { person: "fiona", shows: "has a reported reply to look at" },
  { person: "kwame", shows: "has a draft he has not posted" },
  { person: "eleri", shows: "facilitates 'Y Gymraeg yn y gweithle', in Welsh" },
  { person: "callum", shows: "administers Sunderland" },
  { person: "martin", shows: "administers Somerset, for two councils" },
  { person: "joel", shows: "administers Wiltshire" },
];

/**
 * One step of the walk that `npm run demo` prints.
 *
 * Placeholders: `{sunderland}`, `{somerset}` and `{wiltshire}` are origins, `{wiltshireMail}` is where Wiltshire's
 * kept mails can be read, `{password}` is the password of everybody in the demo.
 */
export type WalkStep = { readonly title: string; readonly text: string; readonly command?: string };

/** The eight steps, in order. */
export const walkSteps: readonly WalkStep[] = [
  {
    title: "Sign in in Sunderland",
    text: "Open {sunderland}/sign-in and sign in as Amara Okafor: amara.okafor@sunderland.gov.example, password {password}.",
  },
  {
    title: "Find what Somerset knows",
    text: `Type '${walkSearch}' into the search box. Open the answered question from 'Adoption and kinship care': nobody in Sunderland has joined that community, and its history is here all the same.`,
  },
  {
    title: "Ask",
    text: `On the community's page choose '${t("community.ask")}'. Title: ${walkQuestion.title}. Any text will do. Posting also joins you; the line under your post says where it has got to.`,
  },
  {
    title: "Answer from Wiltshire's mail",
    text: "Open {wiltshireMail} and the newest mail to Rhian Maddocks. Follow its link, sign in as rhian.maddocks@wiltshire.gov.example with the same password, and answer in the box where you land.",
  },
  {
    title: "Accept the answer",
    text: `Back in Sunderland, Amara has a notification. Open it and choose '${t("topic.act.accept")}'. Now stop Somerset, in a second terminal:`,
    command: "npm run demo -- stop somerset",
  },
  {
    title: "Read without Somerset",
    text: "Reload the thread at {sunderland} and search again. Everything is still there, and within ten seconds the page says that Somerset is not answering.",
  },
  {
    title: "Write without Somerset",
    text: "As Amara, write one more reply. It is saved, and says that it is sent as soon as Somerset answers. Then bring Somerset back:",
    command: "npm run demo -- start somerset",
  },
  {
    title: "See it arrive, once",
    text: "Within a minute the reply says that it is in the community at Somerset. Open {somerset} and sign in as helen.pinney@somerset.gov.example to read it there, below Rhian's accepted answer.",
  },
];
