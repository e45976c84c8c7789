import type { WebApp } from "../env.ts";
import { registerAdminRoutes } from "./admin.tsx";
import { registerAdminCouncilRoutes } from "./admin-councils.tsx";
import { registerAdminLeadRoutes } from "./admin-leads.tsx";
import { registerAdminPeerRoutes } from "./admin-peers.tsx";
import { registerAdminPeopleRoutes } from "./admin-people.tsx";
import { registerFirstRoutes } from "./first.tsx";
import { registerInvitationRoutes } from "./invitations.tsx";
import { registerJoinRoutes } from "./join.tsx";
import { registerMeRoutes } from "./me.tsx";
import { registerMySecurityRoutes } from "./my-security.tsx";
import { registerMyTokenRoutes } from "./my-tokens.tsx";
import { registerSignInRoutes } from "./sign-in.tsx";
import { registerSwitchOffRoute } from "./switch-off.ts";
import { registerWelcomeRoutes } from "./welcome.tsx";

/** Everything about coming in, oneself, and administering. */
export function registerAccountRoutes(app: WebApp): void {
  registerFirstRoutes(app);
  registerJoinRoutes(app);
  registerSignInRoutes(app);
  registerWelcomeRoutes(app);
  registerMeRoutes(app);
  registerMySecurityRoutes(app);
  registerMyTokenRoutes(app);
  registerInvitationRoutes(app);
  registerAdminRoutes(app);
  registerAdminCouncilRoutes(app);
  registerAdminPeopleRoutes(app);
  registerAdminLeadRoutes(app);
  registerSwitchOffRoute(app);
  registerAdminPeerRoutes(app);
}
