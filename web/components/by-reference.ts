import type { CommunityLabel } from "../../node/communities/types.ts";
import { idOf } from "../../node/ids.ts";
import type { ReportView } from "../../node/moderation/types.ts";

type Community = Pick<CommunityLabel, "level" | "local" | "path">;

/** A hidden community elsewhere: its pages are made from what its node answers, and nothing of them stays here. */
export function isByReference({ level, local }: Pick<CommunityLabel, "level" | "local">): boolean {
  return level === "confidential" && !local;
}

/** Where files for a post in this community are sent. */
export function filesToOf(community: Community): string {
  return isByReference(community) ? `${community.path}/files` : "/files";
}

/** Where such a community is found: hidden ones stand in a list of their own. */
export function crumbFor(community: Community, t: (key: string) => string): { text: string; href: string } {
  return isByReference(community)
    ? { text: t("hidden.list.title"), href: "/hidden" }
    : { text: t("common.communities"), href: "/communities" };
}

/** Page of one report; in a hidden community elsewhere, among its own pages. */
export function reportPathOf({ id, community }: Pick<ReportView, "id" | "community">): string {
  return isByReference(community) ? `${community.path}/reports/${idOf(id)}` : `/moderation/${idOf(id)}`;
}
