import type { Meter } from "@opentelemetry/api";

/**
 * What is counted while it happens. Labels are routes, kinds and outcomes from closed lists: never a name, an address of
 * a person, an id or a word that somebody wrote.
 */
export interface Metrics {
  /** A request was answered. `route`: its pattern, such as `/c/:name`; `none` for what is not there. */
  request(facts: { method: string; route: string; status: number; seconds: number }): void;
  /** A page was made from what had been read for it. */
  rendering(seconds: number): void;
  /** An activity was taken in, refused or ignored; `type` as the reader knows it, or `unknown`. */
  activity(type: string, outcome: string): void;
  delivery(kind: "relay" | "letter", outcome: string): void;
  job(name: string, outcome: "done" | "failed" | "refused"): void;
  /** So many changes of the record were taken in by a consumer. */
  changes(consumer: string, count: number): void;
  mail(outcome: "sent" | "withdrawn" | "later" | "refused" | "away"): void;
  signIn(outcome: "accepted" | "refused" | "limited"): void;
}

const METHODS = new Set(["GET", "HEAD", "POST"]);
const RENDER_SECONDS = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016];
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The instruments of one node over a meter of OpenTelemetry. */
export function metricsOf(meter: Meter): Metrics {
  const requests = meter.createHistogram("moothall_http_request_duration_seconds", {
    description: "Time until a request was answered, by route and status.",
    advice: { explicitBucketBoundaries: SECONDS },
  });
  const renderings = meter.createHistogram("moothall_page_render_duration_seconds", {
    description: "Time to make a page from what had been read for it.",
    advice: { explicitBucketBoundaries: RENDER_SECONDS },
  });
  const counter = (name: string, description: string) =>
    meter.createCounter(`moothall_${name}_total`, { description });
  const activities = counter("inbox_activities", "Activities that other nodes sent, by type and outcome.");
  const deliveries = counter("deliveries", "Deliveries tried, by kind and outcome.");
  const jobs = counter("jobs", "Jobs that ended, by name and outcome.");
  const changes = counter("changes", "Changes of the record taken in, by consumer.");
  const mails = counter("mails", "Mails done with or put off, by outcome.");
  const signIns = counter("sign_ins", "Sign-ins, by outcome.");
  return {
    request: ({ method, route, status, seconds }) =>
      requests.record(seconds, { method: METHODS.has(method) ? method : "other", route, status }),
    rendering: (seconds) => renderings.record(seconds),
    activity: (type, outcome) => activities.add(1, { type, outcome }),
    delivery: (kind, outcome) => deliveries.add(1, { kind, outcome }),
    job: (name, outcome) => jobs.add(1, { name, outcome }),
    changes: (consumer, count) => (count > 0 ? changes.add(count, { consumer }) : undefined),
    mail: (outcome) => mails.add(1, { outcome }),
    signIn: (outcome) => signIns.add(1, { outcome }),
  };
}
