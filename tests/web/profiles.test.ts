import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { completeWelcome } from "../../node/accounts/choices.ts";
import { acceptInvitation, invitePeople } from "../../node/accounts/invite.ts";
import { updateProfile } from "../../node/accounts/profile.ts";
import { draftOf, joinAs, lastLinkTo, PASSWORD, VISITOR } from "../support/accounts.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const CHOICES = ["hidden", "council", "network", "everyone"] as const;
type Choice = (typeof CHOICES)[number];

const NAMES: Readonly<Record<Choice, string>> = {
  hidden: "Hilda Hope",
  council: "Colin Carr",
  network: "Nora Nash",
  everyone: "Evan Ewing",
};
const VIEWERS = ["a visitor", "their own council", "another council", "another council's site"] as const;
type Viewer = (typeof VIEWERS)[number];

/** Who may read a profile, by what its owner chose. */
const MAY: Readonly<Record<Choice, readonly Viewer[]>> = {
  hidden: [],
  council: ["their own council"],
  network: ["their own council", "another council", "another council's site"],
  everyone: VIEWERS,
};

let councils: ThreeCouncils;
let browsers: Readonly<Record<Viewer, Browser>>;
let exmoor: Officer;
const owners = new Map<Choice, Browser>();

beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, somerset, sunderland } = councils;
  await net.connect("sunderland", "somerset");
  for (const choice of CHOICES) {
    const officer = await councils.officer(somerset, NAMES[choice]);
    await updateProfile(somerset.ctx, officer.actorId, { visibility: choice, topics: [topicOf(choice)] });
    await councils.write(officer, {
      title: `Asked by ${officer.name}`,
      text: "How is it done?",
      joins: true,
    });
    owners.set(choice, await signedIn(somerset, officer.accountId, emailOf(officer.name, "somerset")));
  }
  exmoor = await exmoorOfficer();
  const [own, other] = [await councils.officer(somerset, "Olive Oakes"), exmoor];
  const away = await councils.officer(sunderland, "Amara Okafor");
  await net.settle();
  browsers = {
    "a visitor": browserOn(webAppFor(somerset.ctx), somerset.origin),
    "their own council": await signedIn(somerset, own.accountId, emailOf(own.name, "somerset")),
    "another council": await signedIn(somerset, other.accountId, emailOf(other.name, "exmoor")),
    "another council's site": await signedIn(sunderland, away.accountId, emailOf(away.name, "sunderland")),
  };
});
afterAll(async () => councils[Symbol.asyncDispose]());

const topicOf = (choice: Choice) => `Topics of the ${choice} kind`;
const emailOf = (name: string, domain: string) =>
  `${name.toLowerCase().replace(" ", ".")}@${domain}.gov.example`;
const handleOf = (name: string) => name.toLowerCase().replace(" ", "_");

/** Exmoor has no site of its own: its people are on Somerset's. */
async function exmoorOfficer(): Promise<Officer> {
  const { somerset } = councils;
  const { accountId } = await joinAs(somerset.ctx, "Carys Bevan", emailOf("Carys Bevan", "exmoor"));
  const [row] = await somerset.ctx.sql<{ id: string }[]>`
    select actor_id as id from accounts where id = ${accountId}`;
  const officer = { name: "Carys Bevan", node: somerset, accountId, actorId: row?.id ?? "" };
  await councils.write(officer, { title: "Asked from Exmoor", text: "Who has done it?", joins: true });
  return officer;
}

async function signedIn(node: Officer["node"], accountId: string, email: string): Promise<Browser> {
  await completeWelcome(node.ctx, accountId);
  const browser = browserOn(webAppFor(node.ctx), node.origin);
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

/** Where somebody's page is for a viewer: people of Somerset's site carry its name elsewhere. */
function pathFor(viewer: Viewer, name: string): string {
  const elsewhere = viewer === "another council's site" ? `@${new URL(councils.somerset.origin).host}` : "";
  return `/people/${handleOf(name)}${elsewhere}`;
}

describe.each(CHOICES)("A profile shown to: %s", (choice) => {
  const name = NAMES[choice];

  test.each(VIEWERS)("as %s sees it", async (viewer) => {
    const page = await browsers[viewer].get(pathFor(viewer, name));
    expect(page.status, "who posts in public has a page").toBe(200);
    expect(page.text).toContain(name);
    expect(page.text).toContain("Somerset Council");
    const list = await browsers[viewer].get(`/people?q=${encodeURIComponent(name)}`);
    const may = MAY[choice].includes(viewer);
    expect({
      profile: page.text.includes(topicOf(choice)),
      refused: page.text.includes("This person shows their profile to others only."),
      listed: list.text.includes(`>${name}</a>`),
    }).toEqual({ profile: may, refused: !may, listed: may });
  });

  test("its owner reads what it shows, and that what they post always shows name and council", async () => {
    const owner = owners.get(choice);
    const own = await owner?.get("/me");
    expect(own?.text).toContain("What you post always shows your name and council.");
    expect(own?.text).toMatch(new RegExp(`value="${choice}"[^>]*checked`));
    expect((await owner?.get(pathFor("their own council", name)))?.text).toContain(topicOf(choice));
  });
});

test("“via Somerset” stands only beside who is on a site that is not their council's own", async () => {
  const away = browsers["another council's site"];
  const carys = (await away.get(pathFor("another council's site", "Carys Bevan"))).text;
  expect(carys).toContain("Exmoor Borough Council");
  expect(carys).toContain("via Somerset");
  const nora = (await away.get(pathFor("another council's site", NAMES.network))).text;
  expect(nora).toContain("Somerset Council");
  expect(nora).not.toContain("via Somerset");
  const here = (await browsers["their own council"].get(pathFor("their own council", "Carys Bevan"))).text;
  expect(here).toContain("Exmoor Borough Council");
  expect(here).not.toContain("via ");
});

test("People are narrowed by their own council, not by the site they are on", async () => {
  const away = browsers["another council's site"];
  const people = async (council: string) =>
    (await away.get(`/people?council=${encodeURIComponent(council)}`)).text;
  expect(await people("Exmoor Borough Council")).toContain(">Carys Bevan</a>");
  expect(await people("Exmoor Borough Council")).not.toContain(`>${NAMES.network}</a>`);
  expect(await people("Somerset Council")).not.toContain(">Carys Bevan</a>");
  expect(await people("Somerset Council")).toContain(`>${NAMES.network}</a>`);
});

test("Who was invited from elsewhere is shown with who invited them, and that no employer was verified", async () => {
  const { ctx } = councils.somerset;
  const emails = ["jo@charity.example"];
  await invitePeople(ctx, exmoor.accountId, { emails, organisationId: null, language: "en" });
  const secret = await lastLinkTo(ctx, "jo@charity.example");
  await acceptInvitation(ctx, secret, draftOf("Jo Reed"), VISITOR);
  const page = (await browsers["their own council"].get("/people/jo_reed")).text;
  expect(page).toContain("Invited by Carys Bevan, employer not verified");
  const carys = (await browsers["their own council"].get("/people/carys_bevan")).text;
  expect(carys).not.toContain("employer not verified");
});
