import type { DemoThread } from "../types.ts";

/** Discussions of "When a care provider fails", for members only, hosted by Wiltshire. */
export const providerFailureThreads: readonly DemoThread[] = [
  {
    key: "pf_first_day",
    community: "provider_failure",
    kind: "question",
    title: "Home closing at five days' notice: who rings the families, and in what order?",
    opening: {
      by: "charlotte",
      daysAgo: 54,
      at: "08:50",
      text: "We had a call at seven this morning about a home with thirty-one residents, eleven of them funded by other councils. Our plan says who moves people but not who says so first. How did you divide the calls between councils, health and the home itself?",
    },
    replies: [
      {
        by: "grace",
        daysAgo: 54,
        at: "09:30",
        text: "One list, one owner, and every call logged on it by the same person. We rang the families of people who cannot leave their bed first, because their move takes longest. The other councils agreed by ten that we would speak for all of them and send each a note by noon.",
        useful: ["charlotte", "alice", "eleri"],
        accepted: { daysAgo: 53, at: "12:15" },
      },
      {
        by: "alice",
        daysAgo: 54,
        at: "11:45",
        replyTo: "grace",
        text: "Take the medication charts on the first day, before the night staff stop coming. I can send our checklist to anyone in this room who asks.",
        useful: ["charlotte"],
      },
    ],
  },
  {
    key: "pf_early_signs",
    community: "provider_failure",
    kind: "topic",
    title: "Signs we saw too late, in the order they came",
    opening: {
      by: "alice",
      daysAgo: 33,
      at: "13:10",
      text: "Looking back over a year: the agency invoices moved to weekly, then the deputy left, then the maintenance contract lapsed, then the fire service wrote. Each reached a different desk of ours. We now put four questions to those desks on the first of the month and plot the answers on one sheet.",
      useful: ["charlotte", "priya", "beatriz"],
    },
    replies: [
      {
        by: "priya",
        daysAgo: 32,
        at: "10:20",
        text: "Keep that sheet to facts you could show the provider. An opinion on it about solvency is a different kind of document, and a costly one if you are wrong.",
        useful: ["alice"],
      },
      {
        by: "beatriz",
        daysAgo: 31,
        at: "14:55",
        text: "Therapists notice hoists that are not serviced weeks before anyone else. Could one of the four questions come to us?",
      },
      {
        by: "alice",
        daysAgo: 31,
        at: "16:05",
        replyTo: "beatriz",
        text: "It does from this month, thank you.",
      },
    ],
  },
];
