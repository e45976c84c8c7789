/** Class names that apply, in order, or undefined when none does, so that no empty attribute is printed. */
export function classesOf(...names: readonly (string | false | null | undefined)[]): string | undefined {
  const real = names.filter((name) => typeof name === "string" && name !== "");
  return real.length > 0 ? real.join(" ") : undefined;
}
