import type { Act } from "./acts.ts";
import { communities, drafts, requests } from "./content/communities.ts";
import { threads } from "./content/index.ts";
import { people } from "./content/people.ts";
import { comparePoints, pointOf } from "./moments.ts";
import { actsOfMembers } from "./plan-members.ts";
import { actsOfThread } from "./plan-threads.ts";

/** Everything that happens in the demo, in the order in which it happens. */
export function planOfDemo(): readonly Act[] {
  const talk = threads.flatMap(actsOfThread);
  const acts = [
    ...talk,
    ...communities.flatMap((community) =>
      actsOfMembers(
        community,
        talk.filter((act) => "community" in act && act.community === community.key),
      ),
    ),
    ...requests.map(
      (request): Act => ({
        kind: "join",
        at: pointOf(request),
        person: request.person,
        community: request.community,
        words: request.text,
      }),
    ),
    ...drafts.map(
      (draft): Act => ({
        kind: "draft",
        at: { daysAgo: 1, minute: 16 * 60 + 50 },
        person: draft.person,
        community: draft.community,
        draft,
      }),
    ),
    ...people.map(({ key }, i): Act => ({ kind: "visit", at: lastVisit(i), person: key })),
  ];
  // What stands at the same minute keeps the order above: a post comes before what is done to it.
  return acts.sort((a, b) => comparePoints(a.at, b.at));
}

/** People were here more than a week ago, so that something is new to everyone. */
function lastVisit(turn: number) {
  return { daysAgo: 8 + (turn % 3), minute: 9 * 60 + ((turn * 47) % 400) };
}
