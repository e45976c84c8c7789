import { expect, test } from "vitest";
import { type Bench, OFFICER, person, store } from "./bench.ts";

/** People by name, council, role and declared topics. */
export function peopleCases(withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>): void {
  const people = [
    person({
      id: "priya",
      name: "Priya Nair",
      roleTitle: "Adoption team manager",
      topics: ["adoption", "matching panels"],
    }),
    person({
      id: "sion",
      name: "Siôn Williams",
      roleTitle: "Waste strategy lead",
      topics: ["food waste"],
      council: "gwynedd",
      councilName: "Cyngor Gwynedd",
    }),
    person({
      id: "will",
      name: "Will May",
      roleTitle: "Planner",
      topics: ["neighbourhood planning"],
      council: "somerset",
      councilName: "Somerset Council",
    }),
    person({
      id: "asha",
      name: "Asha Rahman",
      roleTitle: "Planning policy officer",
      topics: ["adoption of highways"],
      council: "somerset",
      councilName: "Somerset Council",
    }),
  ];
  const found = async (bench: Bench, q: string, councils?: string[]) => {
    const page = await bench.engine.people(OFFICER, {
      q,
      page: 1,
      size: 20,
      ...(councils ? { councils } : {}),
    });
    return page.hits.map((hit) => hit.id);
  };

  test(
    "finds a person by name, part of a name, a misspelt name and a name that is also a common word",
    withBench(async (bench) => {
      await store(bench.engine, people);
      expect(await found(bench, "Priya Nair")).toEqual(["priya"]);
      expect(await found(bench, "pri")).toEqual(["priya"]);
      expect(await found(bench, "sion williams")).toEqual(["sion"]);
      expect(await found(bench, "Prya Nayr")).toEqual(["priya"]);
      expect((await found(bench, "Will"))[0]).toBe("will");
      expect(await found(bench, "Zebedee")).toEqual([]);
    }),
  );

  test(
    "finds people by topic, role and council, alone and together",
    withBench(async (bench) => {
      await store(bench.engine, people);
      expect((await found(bench, "adoption")).sort()).toEqual(["asha", "priya"]);
      expect((await found(bench, "adoption"))[0]).toBe("priya");
      expect(await found(bench, "adoption somerset")).toEqual(["asha"]);
      expect(await found(bench, "waste lead")).toEqual(["sion"]);
      expect((await found(bench, "planning")).sort()).toEqual(["asha", "will"]);
      expect((await found(bench, "", ["somerset"])).sort()).toEqual(["asha", "will"]);
      expect(await found(bench, "")).toEqual(["asha", "priya", "sion", "will"]);
    }),
  );

  test(
    "forgets a person who hides their profile, and shows changes of it",
    withBench(async (bench) => {
      await store(bench.engine, people);
      await store(bench.engine, [
        person({ id: "priya", version: 2, name: "Priya Nair", topics: ["fostering"] }),
      ]);
      expect(await found(bench, "adoption")).toEqual(["asha"]);
      expect(await found(bench, "fostering")).toEqual(["priya"]);
      await bench.engine.remove(["priya"], "withdrawn");
      expect(await found(bench, "fostering")).toEqual([]);
    }),
  );
}
