import { reading } from "../../node/context.ts";
import { findProfile, listKnownCouncils, listPeople } from "../../node/people/read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { openThere } from "../own-council.ts";
import { PeoplePage } from "../pages/people.tsx";
import { ProfilePage } from "../pages/profile.tsx";
import { numberIn } from "../query.ts";
import { json, page, wantsActivity, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";

/** People who let themselves be found, a person's page, and whom one may mean after `@`. */
export function registerPeopleRoutes(app: WebApp): void {
  app.get("/people", showPeople);
  app.get("/people/:handle", showProfile);
  app.get("/mentions", async (c) => {
    signedIn(c);
    const viewer = c.get("viewer");
    const text = (c.req.query("q") ?? "").slice(0, 50);
    const found = await reading(c.get("ctx"), viewer, (r) => listPeople(r, viewer, { text, page: 1 }));
    const people = found.items
      .slice(0, 8)
      .map(({ person: { handle, name, council } }) => ({ handle, name, council }));
    return json(c, people, { cache: "private" });
  });
}

async function showPeople(c: WebContext): Promise<Response> {
  const viewer = c.get("viewer");
  const text = (c.req.query("q") ?? "").slice(0, 200);
  const council = c.req.query("council") || null;
  const { people, councils } = await reading(c.get("ctx"), viewer, async (r) => ({
    people: await listPeople(r, viewer, { text, council, page: numberIn(c, "page") }),
    councils: (await listKnownCouncils(r)).map((one) => one.name),
  }));
  if (wantsJson(c)) return json(c, people, { cache: "private" });
  return page(
    c,
    {
      title: c.get("speech").t("common.people"),
      cache: "private",
      ownCouncil: await openThere(c, "people"),
    },
    <PeoplePage
      people={people}
      query={{ text, council }}
      councils={councils}
      signedIn={c.get("session") !== null}
    />,
  );
}

async function showProfile(c: WebContext): Promise<Response> {
  const viewer = c.get("viewer");
  const handle = c.req.param("handle") ?? "";
  const profile = await reading(c.get("ctx"), viewer, (r) => findProfile(r, viewer, handle));
  if (wantsActivity(c)) return c.redirect(profile.iri, 303);
  if (wantsJson(c)) return json(c, profile, { cache: "private" });
  const own = c.get("session")?.actorId === profile.id;
  return page(
    c,
    { title: profile.name, cache: "private", ownCouncil: await openThere(c, "person") },
    <ProfilePage profile={profile} own={own} />,
  );
}
