import type { WebApp } from "../env.ts";
import { registerCommunitiesRoutes } from "./communities.tsx";
import { registerCommunityRoutes } from "./community.tsx";
import { registerCommunityLeadRoutes } from "./community-lead.tsx";
import { registerCommunityMemberRoutes } from "./community-member.tsx";
import { registerCommunityRunRoutes } from "./community-run.tsx";
import { registerComposeRoutes } from "./compose.tsx";
import { registerFeedRoutes } from "./feed.ts";
import { registerFileRoutes } from "./files.tsx";
import { registerHomeRoutes } from "./home.tsx";
import { registerJoinLinkRoutes } from "./join-link.tsx";
import { registerMembershipRoutes } from "./memberships.tsx";
import { registerModerationLogRoutes } from "./moderation-log.tsx";
import { registerOwnCouncilRoutes } from "./own-council.tsx";
import { registerPeopleRoutes } from "./people.tsx";
import { registerPostEditRoutes } from "./post-edit.tsx";
import { registerPostHistoryRoutes } from "./post-history.tsx";
import { registerPostRoutes } from "./posts.tsx";
import { registerReportRoutes } from "./report.tsx";
import { registerSearchRoutes } from "./search.tsx";
import { registerSiteRoutes } from "./site.tsx";
import { registerThreadRoutes } from "./thread.tsx";
import { registerThreadRunRoutes } from "./thread-run.tsx";

/** Everything about communities, what is written in them, and finding it. */
export function registerContentRoutes(app: WebApp): void {
  registerHomeRoutes(app);
  registerCommunitiesRoutes(app);
  registerCommunityRoutes(app);
  registerCommunityRunRoutes(app);
  registerCommunityMemberRoutes(app);
  registerCommunityLeadRoutes(app);
  registerFeedRoutes(app);
  registerMembershipRoutes(app);
  registerJoinLinkRoutes(app);
  registerComposeRoutes(app);
  registerThreadRoutes(app);
  registerOwnCouncilRoutes(app);
  registerThreadRunRoutes(app);
  registerModerationLogRoutes(app);
  registerPostRoutes(app);
  registerPostEditRoutes(app);
  registerPostHistoryRoutes(app);
  registerFileRoutes(app);
  registerReportRoutes(app);
  registerSearchRoutes(app);
  registerPeopleRoutes(app);
  registerSiteRoutes(app);
}
