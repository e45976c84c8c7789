import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest and waits most, for browsers and for processes of nodes, begins first: no worker is left with it alone. */
const LONG = [/tests\/web\/(journeys|pages)\//, /tests\/reliability\//, /tests\/(network|attack)\//];

/** The order in which files of tests begin. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((one) => one.test(moduleId));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
