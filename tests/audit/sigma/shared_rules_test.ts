/**
 * The rules of SigmaHQ that are not part of the repository: `../shared/sigma` beside the checkout. Each
 * matches an event that is made from its text, and does not match one that differs; and on thousands of
 * events a second reading of the rules says the same.
 */
import { assert, assertEquals } from "@std/assert";
import { bySeverity } from "../../../lib/model/finding.ts";
import type { Rule } from "../../../lib/audit/engine/rule.ts";
import type { AuditedRow } from "../../support/audited.ts";
import { namesIn } from "../../support/folders.ts";
import { loadTexts, outcomeOf } from "../../support/sigma.ts";
import { likelyEvents, PLAIN_EVENT, rowOf, valuesIn } from "../../support/sigma_events.ts";
import {
  type OracleEvent,
  oracleMatches,
  type OracleRule,
  oracleRule,
} from "../../support/sigma_oracle.ts";

const FOLDER = new URL("../../../../shared/sigma/", import.meta.url);
const FILES = (namesIn(FOLDER) ?? []).filter((name) => name.endsWith(".yml"));
const LISTS = {
  "legit_ips": ["198.51.100.1", "198.51.100.2"],
  "domain_controller_hostnames": ["DC-1", "DC-2"],
};

async function readBoth(file: string): Promise<{ rule: Rule; oracle: OracleRule }> {
  const text = Deno.readTextFileSync(new URL(file, FOLDER));
  const placeholders = new Map(Object.entries(LISTS));
  const { rules, broken, passedOver } = await loadTexts({ [file]: text }, { placeholders });
  assertEquals([rules.length, broken, passedOver], [1, [], {}]);
  return { rule: rules[0]!, oracle: oracleRule(text) };
}

/** What netwho says; the system is that of the rule. */
function netwhoOf(rule: Rule, row: AuditedRow): boolean | string {
  return outcomeOf(rule, row, { os: rule.os ?? "windows" });
}

for (const file of FILES) {
  Deno.test(`sigma: ${file} matches an event made from its text, and not its twin`, async () => {
    const { rule, oracle } = await readBoth(file);
    assertEquals([rule.id, rule.author, rule.severity], [oracle.id, oracle.author, oracle.level]);
    const bad = likelyEvents(oracle, LISTS).find((event) => oracleMatches(oracle, event, LISTS));
    assert(bad !== undefined, "no event made from the rule matches by the second reading");
    assertEquals(netwhoOf(rule, rowOf(bad)), true, Deno.inspect(bad));
    const good = Object.keys(bad).map((field) => ({ ...bad, [field]: PLAIN_EVENT[field]! }))
      .find((event) => !oracleMatches(oracle, event, LISTS));
    assert(good !== undefined, "no twin differs by the second reading");
    assertEquals(netwhoOf(rule, rowOf(good)), false, Deno.inspect(good));
  });
}

/** A generator of numbers that is the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

/** The fields that can be hidden, and how. */
const HIDING: readonly Partial<AuditedRow>[] = [
  { path: null },
  { path: null, process: null },
  { commandLine: null },
  { parent: undefined as never },
  { user: null },
  { direction: null },
  { remoteHost: null },
  { computer: null },
];

if (FILES.length === 0) {
  Deno.test.ignore("sigma: the rules of SigmaHQ: ../shared is missing", () => {});
} else {
  Deno.test("sigma: a second reading says the same of thousands of events, and of half-known ones", async () => {
    const all = await Promise.all(FILES.map(readBoth));
    const next = numbers(12);
    const of = <T>(items: readonly T[]): T => items[next(items.length)]!;
    let [matches, mismatches, unknown] = [0, 0, 0];
    for (const { rule, oracle } of all) {
      const values = [...valuesIn(oracle, LISTS)].map(([field, found]) =>
        [field, [...found]] as const
      );
      const starts = likelyEvents(oracle, LISTS);
      for (let count = 0; count < 60; count++) {
        const event: Record<string, string> = { ...of<OracleEvent>([...starts, PLAIN_EVENT]) };
        for (const [field, known] of values) {
          if (next(4) === 0 && known.length > 0) event[field] = of(known);
        }
        if (event.Image === "") event.Image = PLAIN_EVENT.Image!;
        // A connection cannot contradict itself.
        event.SourceIsIpv6 = String(event.SourceIp!.includes(":"));
        const expected = oracleMatches(oracle, event, LISTS);
        const row = rowOf(event);
        assertEquals(netwhoOf(rule, row), expected, `${rule.title} ${Deno.inspect(event)}`);
        if (expected) matches++;
        else mismatches++;
        // What is hidden may leave the answer open; it must not turn it round.
        const hidden = Object.assign({ ...row }, of(HIDING), of(HIDING));
        const answer = netwhoOf(rule, hidden);
        if (typeof answer === "string") unknown++;
        else assertEquals(answer, expected, `${rule.title} ${Deno.inspect(hidden)}`);
      }
    }
    assert(Math.min(matches, mismatches, unknown) > 100, `${[matches, mismatches, unknown]}`);
  });

  Deno.test("sigma: the folder of SigmaHQ's rules is read whole, the worst first", async () => {
    const files = Object.fromEntries(
      FILES.map((file) => [`rules/${file}`, Deno.readTextFileSync(new URL(file, FOLDER))]),
    );
    const loaded = await loadTexts(files, { paths: ["rules"] });
    assertEquals([loaded.rules.length, loaded.broken], [FILES.length, []]);
    assert(loaded.rules.every(({ severity }) => bySeverity(severity, "low") <= 0));
    assertEquals([...loaded.unset.keys()].sort(), Object.keys(LISTS).sort());
  });
}
