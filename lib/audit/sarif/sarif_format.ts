/**
 * SARIF 2.1.0, the format in which tools for security pass on findings: one document, for code scanning
 * and viewers.
 *
 * @module
 */
import type { ObjectRow } from "../../model/field.ts";
import { type Finding, NO_FINDING } from "../../model/finding.ts";
import type { Format } from "../../output/format.ts";
import type { SummaryHolder } from "../audit_summary.ts";
import { sarifLog, type SarifRun } from "./sarif_log.ts";

/** Makes the format `sarif`. Without a summary, as for `--fields`, it writes nothing. */
export function sarifFormat(told: SummaryHolder, run: () => SarifRun): Format {
  return {
    name: "sarif",
    summary: "one SARIF 2.1.0 document, for code scanning",
    extensions: ["sarif"],
    appendable: false,
    isAscii: true,
    open() {
      const all: ObjectRow[] = [];
      return {
        begin: () => "",
        rows(rows) {
          for (const row of rows) all.push(row);
          return "";
        },
        end() {
          if (told.summary === null) return "";
          const findings = all.map((row) => ({ ...NO_FINDING, ...row } as Finding))
            .filter(({ outcome }) => outcome === "finding");
          const { summary, remainders } = told;
          const log = sarifLog([...findings, ...remainders], summary, run());
          return `${JSON.stringify(log, null, 2)}\n`;
        },
      };
    },
  };
}
