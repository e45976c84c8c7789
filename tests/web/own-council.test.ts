import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf } from "../../node/ids.ts";
import { PASSWORD } from "../support/accounts.ts";
import {
  connectAll,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const QUESTION = "Who pays for the crossing patrol?";

let councils: ThreeCouncils;
let amara: Officer;
let rhian: Officer;
/** IRIs of Amara's question in Somerset's community, and of Martin's reply to it. */
let question: string;
let reply: string;

beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, sunderland, wiltshire, martin } = councils;
  await connectAll(net);
  await net.settle();
  amara = await councils.officer(sunderland, "Amara Okafor");
  rhian = await councils.officer(wiltshire, "Rhian Price");
  question = await councils.write(amara, {
    title: QUESTION,
    text: "The council or the school?",
    joins: true,
  });
  await net.settle();
  reply = await councils.write(martin, { text: "The highway authority.", parentIri: question });
  await net.settle();
});
afterAll(async () => councils[Symbol.asyncDispose]());

const site = (name: "somerset" | "sunderland" | "wiltshire") => councils[name];
const hostOf = (name: "somerset" | "sunderland" | "wiltshire") => new URL(site(name).origin).host;
const visitorOf = (name: "somerset" | "sunderland" | "wiltshire"): Browser =>
  browserOn(webAppFor(site(name).ctx), site(name).origin);

/** Where the page of the community stands at a site. */
const communityAt = (name: "somerset" | "sunderland" | "wiltshire") =>
  name === "somerset" ? "/c/adoption_and_kins" : `/c/adoption_and_kins@${hostOf("somerset")}`;

async function threadAt(name: "somerset" | "sunderland" | "wiltshire"): Promise<string> {
  return `${communityAt(name)}/t/${idOf(await postIdOn(site(name), question))}`;
}

test("Any page of a council one is connected to opens here when its address is pasted into search", async () => {
  const wiltshire = visitorOf("wiltshire");
  const here = communityAt("wiltshire");
  const thread = await threadAt("wiltshire");
  const answer = `#post-${idOf(await postIdOn(site("wiltshire"), reply))}`;
  for (const from of ["somerset", "sunderland"] as const) {
    const there = communityAt(from);
    const at = async (path: string) => {
      const { to } = await wiltshire.get(`/search?q=${encodeURIComponent(site(from).origin + path)}`);
      return to;
    };
    const told = idOf(await postIdOn(site(from), reply));
    expect([
      await at(there),
      await at(`${there}/questions?show=unanswered&done=saved`),
      await at(`${there}/join/somecode`),
      await at(await threadAt(from)),
      await at(`${await threadAt(from)}#post-${told}`),
      await at(`${await threadAt(from)}?post=${told}&reply=yes`),
      await at(`${await threadAt(from)}/p/${told}/report`),
      await at(from === "somerset" ? "/people/martin_hale" : `/people/martin_hale@${hostOf("somerset")}`),
      await at(
        from === "sunderland" ? "/people/amara_okafor" : `/people/amara_okafor@${hostOf("sunderland")}`,
      ),
      await at("/search?q=crossing+patrol&council=x"),
      await at("/communities?theme=adoption&home=here"),
    ]).toEqual([
      here,
      `${here}/questions?show=unanswered`,
      here,
      thread,
      thread + answer,
      thread + answer,
      thread + answer,
      `/people/martin_hale@${hostOf("somerset")}`,
      `/people/amara_okafor@${hostOf("sunderland")}`,
      "/search?q=crossing+patrol",
      "/communities?theme=adoption",
    ]);
  }
});

test("An address of a post by its id opens too; of strangers, and of what is not here, none does", async () => {
  const wiltshire = visitorOf("wiltshire");
  const at = async (address: string) => (await wiltshire.get(`/search?q=${encodeURIComponent(address)}`)).to;
  expect(await at(question)).toBe(await threadAt("wiltshire"));
  const stranger = "http://stranger.localhost:9999";
  for (const path of ["/", "/communities", communityAt("sunderland"), await threadAt("sunderland")])
    expect(await at(stranger + path), path).toBeNull();
  const unknown = `${site("somerset").origin}${communityAt("somerset")}/t/${"0".repeat(26)}`;
  expect(await at(unknown)).toBeNull();
  expect(await at(`${site("somerset").origin}/people/nobody`)).toBeNull();
  expect((await wiltshire.get(`/search?q=${encodeURIComponent(unknown)}`)).text).toContain(
    "not one that can be opened here",
  );
});

test("A visitor opens a page at their own council: chosen by name, remembered, the same page, signed in", async () => {
  const visitor = visitorOf("somerset");
  const council = `${site("wiltshire").origin} Wiltshire Council`;
  const pages = {
    [communityAt("somerset")]: communityAt("wiltshire"),
    [`${communityAt("somerset")}/about`]: `${communityAt("wiltshire")}/about`,
    "/communities?q=kinship": "/communities?q=kinship",
    "/people": "/people",
    "/people/martin_hale": `/people/martin_hale@${hostOf("somerset")}`,
    "/search?q=crossing": "/search?q=crossing",
    "/": "/",
  };
  for (const [path, there] of Object.entries(pages)) {
    const page = (await visitor.get(path)).text;
    const [, item = ""] = /name="item" value="([^"]+)"/.exec(page) ?? [];
    expect(item, path).toBe(site("somerset").origin + path);
    const forward = await visitor.post("/own-council", { item, council, to: "open" });
    const [, onward = ""] = /url=([^"]+)"/.exec(forward.text) ?? [];
    const address = new URL(onward.replaceAll("&amp;", "&"));
    expect(address.origin).toBe(site("wiltshire").origin);
    const officer = visitorOf("wiltshire");
    const { to: door } = await officer.get(address.pathname + address.search);
    expect(door, path).toBe(`/sign-in?next=${encodeURIComponent(there)}`);
    const email = "rhian.price@wiltshire.gov.example";
    const entered = await officer.post("/sign-in", { email, password: PASSWORD, next: there });
    expect(entered.to).toBe(there);
    expect((await officer.get(address.pathname + address.search)).to, "and at once when signed in").toBe(
      there,
    );
  }
  expect((await visitor.get("/communities")).text).toMatch(/<option value="[^"]+Wiltshire Council" selected/);
  const none = await visitor.post("/own-council", { item: `${site("somerset").origin}/people`, to: "open" });
  expect(none.to).toContain("/own-council?item=");
  expect((await visitor.get(none.to ?? "")).text).toContain("Open this at your own council");
  expect(rhian.name).toBe("Rhian Price");
});

test("Who is asked to sign in on the way to a shared page may go on at their own council", async () => {
  const visitor = visitorOf("somerset");
  const asking = `${communityAt("somerset")}/new?kind=question`;
  const { to } = await visitor.get(asking);
  const page = (await visitor.get(to ?? "")).text;
  expect(page).toContain("Is your account at another council?");
  expect(page.replaceAll("&amp;", "&")).toContain(`value="${site("somerset").origin}${asking}"`);
  expect((await visitor.get("/sign-in?next=%2Fnotifications")).text).not.toContain("another council?");
  expect((await visitor.get("/sign-in?next=.evil.example%2Fpeople")).text).not.toContain("another council?");
});
