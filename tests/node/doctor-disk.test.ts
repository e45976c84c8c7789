import { expect, test } from "vitest";
import { judgeDisk } from "../../node/doctor/check-disk.ts";

test("Disks are judged by what is free", () => {
  const size = 100 * 1024 ** 3;
  expect(judgeDisk("/data", { free: size / 2, size }).code).toBe("disk.fine");
  expect(judgeDisk("/data", { free: 4 * 1024 ** 3, size }).code).toBe("disk.low");
  expect(judgeDisk("/data", { free: 200 * 1024 ** 2, size }).code).toBe("disk.full");
});
