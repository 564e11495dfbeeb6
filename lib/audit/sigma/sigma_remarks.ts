/**
 * What a user is told about the Sigma rules that were read.
 *
 * @module
 */
import { countOf, listInWords } from "../../text/wording.ts";
import type { AuditView } from "../engine/audit_view.ts";
import { describeBroken } from "./broken_sigma.ts";
import type { LoadedSigma } from "./load_sigma.ts";

/** Remarks about the rules. */
export interface SigmaRemarks {
  /** What is wrong. */
  readonly warnings: readonly string[];
  /** What was not judged by. */
  readonly limits: readonly string[];
  /** What was. */
  readonly notes: readonly string[];
}

const MOST_BROKEN = 20;
const MOST_CATEGORIES = 5;

/** Words what came of the rules. */
export function sigmaRemarks(loaded: LoadedSigma, { os }: Pick<AuditView, "os">): SigmaRemarks {
  const { rules, broken, passedOver, unset, files } = loaded;
  const foreign = rules.filter((rule) => rule.os !== undefined && os !== null && rule.os !== os);
  const limits: string[] = [];
  const counts = Object.entries(passedOver);
  if (counts.length > 0) {
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    limits.push(
      `Passed over ${countOf(all, "Sigma rule")} that ${
        all === 1 ? "is" : "are"
      } not for netwho: ` +
        categories(counts),
    );
  }
  if (foreign.length > 0) {
    limits.push(
      `Passed over ${countOf(foreign.length, "Sigma rule")} for ` +
        `${os === "windows" ? "Linux" : "Windows"}: this is ${
          os === "windows" ? "Windows" : "Linux"
        }`,
    );
  }
  for (const [name, count] of unset) {
    limits.push(
      `${countOf(count, "Sigma rule")} ${count === 1 ? "asks" : "ask"} for the list %${name}%, ` +
        "which is not in the config: what hangs on it is not judged",
    );
  }
  const used = rules.length - foreign.length;
  return {
    warnings: brokenInWords(broken),
    limits,
    notes: [`Judged by ${countOf(used, "Sigma rule")} from ${countOf(files, "file")}`],
  };
}

/** What to say of the rules that cannot be evaluated, a line each. */
export function brokenInWords(broken: LoadedSigma["broken"]): string[] {
  const shown = broken.slice(0, MOST_BROKEN)
    .map((one) => `Left out a broken Sigma rule: ${describeBroken(one)}`);
  const rest = broken.length - shown.length;
  return rest > 0 ? [...shown, `Left out ${countOf(rest, "other broken Sigma rule")}`] : shown;
}

function categories(counts: readonly (readonly [string, number])[]): string {
  const shown = counts.slice(0, MOST_CATEGORIES).map(([category, count]) =>
    `${count} of ${category}`
  );
  const rest = counts.slice(MOST_CATEGORIES).reduce((sum, [, count]) => sum + count, 0);
  return listInWords(rest > 0 ? [...shown, `${rest} of others`] : shown);
}
