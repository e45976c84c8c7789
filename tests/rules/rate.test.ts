import { expect, test } from "vitest";
import { createKeyBudget, createPeerRate } from "../../federation/rate.ts";

test("A peer may send a burst of 1,000 and then 50 a second, and is told when to come back", () => {
  let now = 0;
  const rate = createPeerRate(() => now);
  const taken = (peer: string, tries: number) =>
    Array.from({ length: tries }, () => rate.take(peer)).filter(({ ok }) => ok).length;
  expect(taken("https://a.example", 1_500)).toBe(1_000);
  expect(rate.take("https://a.example")).toEqual({ ok: false, retryAfterSeconds: 1 });
  expect(taken("https://b.example", 10), "another peer does not wait").toBe(10);
  now += 1_000;
  expect(taken("https://a.example", 200)).toBe(50);
  now += 3_600_000;
  expect(taken("https://a.example", 1_500)).toBe(1_000);
});

test("A29: keys are fetched from one host at most 30 times in any minute, and each failing key once", () => {
  let now = 1_000;
  const budget = createKeyBudget(() => now);
  const fetched = Array.from({ length: 1_000 }, (_, i) =>
    budget.mayFetch(`https://a.example/u/${i}#main-key`),
  );
  expect(fetched.filter(({ ok }) => ok)).toHaveLength(30);
  expect(fetched.at(-1)).toEqual({ ok: false, retryAfterSeconds: 60 });
  expect(budget.mayFetch("https://b.example/u/1"), "another host has its own budget").toEqual({ ok: true });
  now += 59_999;
  expect(budget.mayFetch("https://a.example/u/1")).toMatchObject({ ok: false });
  now += 1;
  expect(budget.mayFetchAgain("https://a.example/u/1#main-key")).toEqual({ ok: true });
  expect(budget.mayFetchAgain("https://a.example/u/1#main-key")).toEqual({
    ok: false,
    retryAfterSeconds: 60,
  });
  expect(budget.mayFetchAgain("https://a.example/u/2#main-key")).toEqual({ ok: true });
  now += 60_000;
  expect(budget.mayFetchAgain("https://a.example/u/1#main-key")).toEqual({ ok: true });
});

test("A flood of made-up hosts does not fill the memory: only those seen last are remembered", () => {
  const rate = createPeerRate(() => 0, { burst: 1, most: 3 });
  const budget = createKeyBudget(() => 0, { perMinute: 1, most: 3 });
  const names = ["a", "b", "c"].map((name) => `https://${name}.example`);
  for (const name of names) {
    expect(rate.take(name).ok).toBe(true);
    expect(budget.mayFetch(name).ok).toBe(true);
  }
  expect(names.map((name) => rate.take(name).ok || budget.mayFetch(name).ok)).toEqual([false, false, false]);
  expect(rate.take("https://d.example").ok && budget.mayFetch("https://d.example").ok).toBe(true);
  expect(rate.take("https://d.example").ok, "just seen").toBe(false);
  expect(rate.take("https://a.example").ok, "forgotten").toBe(true);
});
