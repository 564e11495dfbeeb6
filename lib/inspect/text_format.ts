/**
 * The report as an output format, for rows of inspections.
 *
 * @module
 */
import type { Format } from "../output/format.ts";
import { type Inspection, NO_INSPECTION } from "./fields.ts";
import type { Asked } from "./report/facts.ts";
import { reportText } from "./report/report.ts";

/** Makes the format. Nothing is written before the last row is known. */
export function textFormat(asked: Asked): Format {
  return {
    name: "text",
    summary: "a report for people, as wide as the terminal",
    extensions: ["txt"],
    appendable: false,
    isAscii: false,
    open(_fields, { columns, color }) {
      const all: Inspection[] = [];
      return {
        begin: () => "",
        rows(rows) {
          for (const row of rows) all.push({ ...NO_INSPECTION, ...row });
          return "";
        },
        end: () => reportText(all, { columns, color, asked }),
      };
    },
  };
}
