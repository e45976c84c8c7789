import { lineOf } from "../text/visible.ts";
import type { Answer, Cell, Io } from "./types.ts";

/** Prints what a verb has to say, as text or as JSON. */
export function printAnswer(io: Io, answer: Answer, asJson: boolean): void {
  if (asJson) io.out(JSON.stringify(jsonOf(answer), null, 2));
  else for (const line of linesOf(answer)) io.out(line);
}

function jsonOf(answer: Answer): unknown {
  if ("lines" in answer || answer.json !== undefined) return answer.json;
  return answer.rows.map((row) =>
    Object.fromEntries(answer.columns.map((name, i) => [keyOf(name), row[i] ?? null])),
  );
}

/** `last visit` → `lastVisit` */
function keyOf(column: string): string {
  return column.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}

function linesOf(answer: Answer): readonly string[] {
  if ("lines" in answer) return answer.lines;
  if (answer.rows.length === 0) return [answer.empty];
  const rows = [
    answer.columns.map((name) => name.toUpperCase()),
    ...answer.rows.map((row) => row.map(textOf)),
  ];
  const widths = answer.columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A cell in one line of visible characters: nothing that others wrote moves the cursor of a terminal. */
export function textOf(cell: Cell): string {
  if (cell === null) return "-";
  if (cell instanceof Date) return `${cell.toISOString().slice(0, 16).replace("T", " ")}Z`;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return lineOf(String(cell), 120);
}
