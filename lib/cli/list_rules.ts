/**
 * The run of `netwho audit --list-rules`: lists the rules by which it would judge.
 *
 * @module
 */
import { ruleRows } from "../audit/rule_rows.ts";
import { UsageError } from "../errors.ts";
import { camelCase, isGiven, type OptionValue } from "../model/option.ts";
import { RULE_FIELDS, RULE_VIEW } from "../model/rule_row.ts";
import { COUNT_OPTIONS, ORDER_OPTIONS } from "../rows/choose/filters.ts";
import { inBatches } from "../rows/rows.ts";
import { type AuditInvocation, readRules } from "./audit_settings.ts";
import { listRows } from "./list_rows.ts";
import { AUDIT_OPTIONS } from "./options/audit_options.ts";
import { SHAPE_OPTIONS } from "./options/shape_options.ts";

/** Options that choose, order and write rules. All others are about what is judged. */
const WITH_RULES: ReadonlySet<string> = new Set([
  ...["list-rules", "rule", "ignore", "sigma", "blocklist"],
  ...[...COUNT_OPTIONS, ...ORDER_OPTIONS, ...SHAPE_OPTIONS].map(({ name }) => name),
]);

/** Lists rules and resolves to the exit code. */
export async function listRules(invocation: AuditInvocation): Promise<number> {
  const { format } = invocation.options;
  checkOptions(invocation.options);
  return await listRows({ ...invocation, options: { ...invocation.options, format } }, {
    fields: RULE_FIELDS,
    view: RULE_VIEW,
    find: async (diagnostics) => {
      diagnostics.isNoneFine = true;
      const { chosen, sigma } = await readRules(invocation);
      if (sigma !== null) {
        const { brokenInWords } = await import("./sigma_chunk.ts");
        diagnostics.warn(...brokenInWords(sigma.broken));
      }
      return inBatches(ruleRows(chosen));
    },
  });
}

/** @throws {UsageError} for an option that has no effect on a list of rules. */
function checkOptions(options: Readonly<Record<string, OptionValue>>): void {
  const vain = AUDIT_OPTIONS.find(({ name }) =>
    !WITH_RULES.has(name) && isGiven(options[camelCase(name)])
  );
  if (vain !== undefined) {
    throw new UsageError(`Cannot use --${vain.name} with --list-rules: nothing is judged`);
  }
  const { format } = options;
  if (format === "text" || format === "sarif") {
    throw new UsageError(`Cannot use --format ${format} with --list-rules: it is for findings`, {
      hint: "Use --format table, json, ndjson or csv",
    });
  }
}
