export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again until the answer is there. Throws with `what` when it does not come in time. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  options: { everyMs?: number; longestMs?: number } = {},
): Promise<T> {
  const end = Date.now() + (options.longestMs ?? 120_000);
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`It did not come to pass in time: ${what}.`);
    await pause(options.everyMs ?? 100);
  }
}
