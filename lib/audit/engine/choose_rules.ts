/**
 * Which rules judge: all of them, or those that `--rule` and `--ignore` choose.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { globTest } from "../../rows/choose/filter_values.ts";
import { didYouMean } from "../../text/nearest.ts";
import type { AuditView } from "./audit_view.ts";
import type { Rule } from "./rule.ts";

/** The values of `--rule` and `--ignore`: GLOBs. */
export interface RuleChoice {
  readonly rule: readonly string[];
  readonly ignore: readonly string[];
}

/**
 * Chooses the rules by their IDs.
 *
 * @throws {UsageError} for a GLOB that no rule matches: a slip of the pen must not weaken an audit.
 */
export function chooseRules(rules: readonly Rule[], { rule, ignore }: RuleChoice): readonly Rule[] {
  const wanted = testsOf(rule, { rules, option: "rule" });
  const unwanted = testsOf(ignore, { rules, option: "ignore" });
  return rules.filter(({ id }) =>
    (wanted.length === 0 || wanted.some((matches) => matches(id))) &&
    !unwanted.some((matches) => matches(id))
  );
}

/** The rules that judge on a system; where it is not known all may. */
export function rulesFor(rules: readonly Rule[], os: AuditView["os"]): readonly Rule[] {
  return rules.filter((rule) => rule.os === undefined || os === null || rule.os === os);
}

function testsOf(
  globs: readonly string[],
  { rules, option }: { rules: readonly Rule[]; option: string },
): ((id: string) => boolean)[] {
  return globs.map((glob) => {
    const matches = globTest(glob);
    if (rules.some(({ id }) => matches(id))) return matches;
    const ids = rules.map(({ id }) => id);
    throw new UsageError(`No rule for --${option} ${glob}${didYouMean(glob, ids)}`, {
      hint: "netwho audit --list-rules lists them",
    });
  });
}
