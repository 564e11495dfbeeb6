/**
 * The run of `netwho audit`: reads all that rules may ask for, judges, and lists the findings.
 *
 * @module
 */
import { findingRows, isRemainder, remainderRows } from "../audit/audit_rows.ts";
import type { AuditSummary, SigmaSummary, SummaryHolder } from "../audit/audit_summary.ts";
import { checkBaseline } from "../audit/baseline/open_baseline.ts";
import type { AuditView } from "../audit/engine/audit_view.ts";
import { buildView } from "../audit/engine/build_view.ts";
import { explainRows } from "../audit/explain/explain_rows.ts";
import { auditFormat } from "../audit/report/audit_report.ts";
import type { Rule } from "../audit/engine/rule.ts";
import { sarifFormat } from "../audit/sarif/sarif_format.ts";
import { otherNamespaces } from "../capture/describe_snapshot.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "../capture/snapshot.ts";
import type { Diagnostics } from "../capture/diagnostics.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Connection } from "../model/connection.ts";
import { FINDING_FIELDS, FINDING_VIEW, isAtLeast } from "../model/finding.ts";
import { buildSelection } from "../rows/choose/selection.ts";
import { inBatches, type Rows } from "../rows/rows.ts";
import { auditContext, shortRemainder } from "./audit_context.ts";
import {
  type AuditInvocation,
  type AuditSettings,
  checkHistoryOptions,
  judgeBySettings,
  leftOutLines,
  leftOutNotes,
  printConfigSchema,
  readAuditSettings,
  readRules,
  tellSigma,
  withHistory,
} from "./audit_settings.ts";
import { listRows, showsReport } from "./list_rows.ts";
import { listRules } from "./list_rules.ts";
import { openLookup } from "./open_lookup.ts";
import { readLookups } from "./options/lookup_options.ts";
import { parseReadOptions } from "./options/reading_options.ts";
import { readAuditFiles } from "./read_audit_files.ts";

/** Judges, lists the findings and resolves to the exit code. */
export async function runAudit(invocation: AuditInvocation): Promise<number> {
  const { host, options } = invocation;
  if (options.configSchema) return await printConfigSchema(host);
  if (options.listRules) return await listRules(invocation);
  await checkOptions(invocation);
  const told: SummaryHolder = { summary: null, remainders: [] };
  const startedAt = host.now();
  let warnings: readonly string[] = [];
  const code = await listRows(withFilledFields(invocation), {
    fields: FINDING_FIELDS,
    view: FINDING_VIEW,
    report: auditFormat(told),
    formats: [sarifFormat(told, () => ({
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(host.now()).toISOString(),
      warnings,
    }))],
    isAlwaysWritten: isRemainder,
    find: async (diagnostics) => {
      const rows = await judgeAll(invocation, told, diagnostics);
      warnings = diagnostics.warnings;
      return rows;
    },
  });
  return code === EXIT.ok && fails(told.summary, options) ? EXIT.findings : code;
}

/** Reads all, judges, and returns the rows; formats and reports are told of the whole. */
async function judgeAll(
  invocation: AuditInvocation,
  told: SummaryHolder,
  diagnostics: Diagnostics,
): Promise<Rows> {
  const { host, options } = invocation;
  const settings = await readAuditSettings(invocation, diagnostics);
  const { snapshot, elsewhere, ...read } = await readView(invocation, diagnostics);
  const view = await withHistory({ snapshot, view: read.view }, invocation, diagnostics);
  // That nothing was found is an answer only where there was something to judge.
  diagnostics.requireRows(view.subjects.length);
  diagnostics.isNoneFine = true;
  await tellSigma(settings.sigma, view, diagnostics);
  const judged = await judgeBySettings({ snapshot, view }, settings, { invocation, diagnostics });
  // Each part of an audit adds here what it knows: see AuditSummary.
  const remarks = [
    ...judged.config === null ? [] : [`The config is ${judged.config}`],
    ...judged.remarks,
  ];
  const { rules, leftOut } = settings;
  const sigma = sigmaSummary(settings, view);
  const summary = { ...judged, view, rules, leftOut, sigma, elsewhere, remarks };
  const { resolve, owner } = readLookups(invocation);
  const context = auditContext({ ...options, resolve, owner }, summary, host);
  told.summary = summary;
  told.remainders = remainderRows(summary, context);
  diagnostics.note(...leftOutNotes(judged));
  if (!showsReport(invocation)) {
    diagnostics.limit(
      ...shortRemainder(told.remainders),
      ...leftOutLines(judged),
      ...judged.remarks,
    );
  }
  return inBatches([
    ...findingRows(summary, context),
    ...told.remainders,
    ...options.explain ? explainRows(summary) : [],
  ]) as Rows;
}

/**
 * Whether `--fail-on` makes the run fail. What `--limit` cuts off counts too: it is about what is
 * written, not about what is found.
 */
function fails(summary: AuditSummary | null, options: AuditInvocation["options"]): boolean {
  const { failOn } = options;
  if (failOn === null || summary === null) return false;
  const { matches } = buildSelection(options);
  return summary.findings.some(({ finding }) =>
    isAtLeast(finding.severity, failOn) && matches(finding)
  );
}

/**
 * Checks what can be checked before anything is read; Sigma rules are read later.
 *
 * @throws {UsageError} for options that do not go together, and for rules that there are not.
 */
async function checkOptions(invocation: AuditInvocation): Promise<void> {
  const { options } = invocation;
  if (options.sigma.length === 0) await readRules(invocation);
  checkBaseline(options);
  checkHistoryOptions(options);
  const { explain, failOn, format, out, countBy } = options;
  const isSarif = (format ?? /\.sarif$/i.exec(out ?? "")?.[0].slice(1).toLowerCase()) === "sarif";
  if (explain && isSarif) {
    throw new UsageError("Cannot use --explain for sarif: it holds findings alone", {
      hint: "Use --format text, json, ndjson or csv",
    });
  }
  if (failOn !== null && countBy.length > 0) {
    throw new UsageError("Cannot use --fail-on with --count-by: no findings are written");
  }
}

/** What the report tells of the Sigma rules. */
function sigmaSummary({ sigma, rules }: AuditSettings, { os }: AuditView): SigmaSummary | null {
  if (sigma === null) return null;
  const chosen = new Set(rules);
  const isForeign = (rule: Rule) => os !== null && (rule.os ?? os) !== os;
  const [foreign] = sigma.rules.filter(isForeign);
  return {
    rules: sigma.rules.filter((rule) => chosen.has(rule) && !isForeign(rule)).length,
    passedOver: foreign === undefined ? sigma.passedOver : {
      ...sigma.passedOver,
      [`network_connection of ${foreign.os}`]: sigma.rules.filter(isForeign).length,
    },
    broken: sigma.broken,
  };
}

/** Names and owners are looked up before rules judge, so that the rows may be counted by them. */
function withFilledFields(invocation: AuditInvocation): AuditInvocation {
  const { resolve, owner } = readLookups(invocation);
  if (!resolve && !owner) return invocation;
  const { options } = invocation;
  return { ...invocation, options: { ...options, from: [...options.from, "looked up"] } };
}

/** Reads what rules see. */
async function readView(invocation: AuditInvocation, diagnostics: Diagnostics) {
  const { host, options } = invocation;
  const wanted = { ...parseReadOptions(invocation), sockets: true, processes: "all" } as const;
  const lookups = readLookups(invocation);
  const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
  const lookup = await openLookup(host, { lookups, diagnostics, sharesTerminal: false });
  const connections = lookup === null
    ? snapshot.connections
    : await lookup.addTo(snapshot.connections) as readonly Connection[];
  if (lookup !== null) diagnostics.warn(...lookup.warnings());
  const os = options.from.length > 0 ? undefined : host.os;
  const { signatures } = options;
  const files = await readAuditFiles(host, snapshot, { plan: lookups, diagnostics, signatures });
  return {
    snapshot,
    view: buildView(snapshot, { connections, os, files }),
    elsewhere: countElsewhere(snapshot, host),
  };
}

/** How many processes are in another network namespace; null where that is not known. */
function countElsewhere(snapshot: WholeSnapshot, host: AuditInvocation["host"]): number | null {
  const pids = snapshot.unseen.otherNamespacePids ?? otherNamespaces(snapshot, host);
  // Only root sees where the processes of others are.
  return pids === undefined || (pids.size === 0 && host.elevated() !== true) ? null : pids.size;
}
