import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import type { Speech } from "../language.ts";
import { useSpeech } from "./speech.tsx";

interface WaitingProps {
  readonly community: CommunityCard;
  readonly relation: Extract<CommunityCard["relation"], { kind: "requested" }>;
  readonly facilitators: readonly PersonLabel[];
}

/** An open community only has to confirm; elsewhere a facilitator decides, but of who was a member before a restore. */
export function Waiting({ community, relation, facilitators }: WaitingProps): VNode {
  const { t, dateOf } = useSpeech();
  const { level, home } = community;
  const { since, presented } = relation;
  if (presented) return <span class="state">{t("community.presented", { home: home ?? "" })}</span>;
  if (level === "open") return <span class="state">{t("community.joining")}</span>;
  const asked = t("community.requestedOn", { date: dateOf(since) });
  const deciders = decidersOf(facilitators, t);
  return <span class="state">{deciders === null ? asked : `${asked}. ${deciders}`}</span>;
}

/** "Graham Tollard and 1 other facilitator decide."; null where none is known. */
function decidersOf([first, ...others]: readonly PersonLabel[], t: Speech["t"]): string | null {
  if (first === undefined) return null;
  if (others.length === 0) return t("community.decider", { name: first.name });
  return t("community.deciders", { name: first.name, count: others.length });
}
