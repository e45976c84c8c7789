import { idOf } from "../../../node/ids.ts";
import { invitePerson } from "../../../node/invitations/invite.ts";
import { actorByIri } from "../../../node/people/actor.ts";
import { communityOn, type Seed } from "../seed.ts";

/** A facilitator in Somerset invites the officer in Sunderland; the id of the invitation there, as it stands in addresses. */
export async function inviteOfficer(seed: Seed): Promise<string> {
  const { martin, amara } = seed.cast;
  const { ctx } = martin.site;
  const [person] = await amara.site.ctx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${amara.actorId}`;
  const known = await actorByIri(ctx.sql, person?.iri ?? "");
  const communityId = await communityOn(seed, martin.site, "parks_trees");
  const words = "Your tree strategy would help everybody here.";
  await invitePerson(ctx, { inviterId: martin.actorId, communityId, personId: known?.id ?? "", words });
  await seed.scene.settle();
  const [row] = await amara.site.ctx.sql<{ id: string }[]>`select id from invitations`;
  return idOf(row?.id ?? "");
}
