/**
 * Sigma rules from texts, and what they make of connections.
 *
 * @module
 */
import { type LoadedSigma, loadSigma } from "../../lib/audit/sigma/load_sigma.ts";
import type { Placeholders } from "../../lib/audit/sigma/placeholders.ts";
import type { Rule } from "../../lib/audit/engine/rule.ts";
import { type AuditedRow, judged, type ViewFacts } from "./audited.ts";
import { fakeHost } from "./fake_host.ts";
import { fileHost, type Files } from "./run_main.ts";

/** Reads files of rules. */
export async function loadTexts(
  files: Files,
  options: { placeholders?: Placeholders; taken?: ReadonlySet<string>; paths?: string[] } = {},
): Promise<LoadedSigma> {
  const { paths = Object.keys(files), ...rest } = options;
  return await loadSigma(fakeHost(fileHost(files)), paths, rest);
}

/** A rule with this detection, in YAML. */
export function ruleText(detection: string, rest = ""): string {
  const lines = detection.trim().split("\n").map((line) => `  ${line}`).join("\n");
  return `title: A rule
id: 3c1ff4a2-0000-4000-8000-000000000001
author: Ann Example
logsource:
  category: network_connection
detection:
${lines}
${rest}`;
}

/** The rule with this detection. */
export async function ruleOf(detection: string, placeholders?: Placeholders): Promise<Rule> {
  const { rules, broken } = await loadTexts({ "a.yml": ruleText(detection) }, {
    ...(placeholders === undefined ? {} : { placeholders }),
  });
  if (rules.length !== 1) throw new Error(`no rule: ${Deno.inspect(broken)}`);
  return rules[0]!;
}

/** What a rule makes of a connection: whether it matches, or what was not known. */
export function outcomeOf(rule: Rule, row: AuditedRow, facts?: ViewFacts): boolean | string {
  const { findings, gaps } = judged(rule, [row], facts);
  if (findings.length > 0) return true;
  return gaps[0]?.missing ?? false;
}
