/**
 * Tests of the list of rules that were weighed: each has a rule of netwho, or a reason why not.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { LEFT_OUT } from "../../lib/audit/left_out.ts";
import { RULES } from "../../lib/audit/rules.ts";
import { CANDIDATES, SIGMA_RULES } from "../../scripts/audit/candidates.ts";

const IDS = new Set(RULES.map(({ id }) => id));

Deno.test("each of the 80 rules that were weighed has a rule, or a reason why not", () => {
  assertEquals(CANDIDATES.length, 80);
  const reasons = new Set(LEFT_OUT.map(({ rule }) => rule));
  for (const [finds, rules] of CANDIDATES) {
    assert(rules.length > 0 || reasons.has(finds), finds);
    assertEquals(rules.filter((id) => !IDS.has(id)), [], finds);
  }
});

Deno.test("each of Sigma's 68 rules on network connections has a rule, or a reason why not", () => {
  assertEquals(new Set(SIGMA_RULES.map(([name]) => name)).size, 68);
  const named = LEFT_OUT.flatMap(({ sigma = [] }) => sigma);
  const without = SIGMA_RULES.filter(([, rules]) => rules.length === 0).map(([name]) => name);
  assertEquals(named.toSorted(), without.toSorted());
  for (const [name, rules] of SIGMA_RULES) {
    assertEquals(rules.filter((id) => !IDS.has(id)), [], name);
  }
});

Deno.test("the rules that stand for no public one are known", () => {
  const standing = new Set([...CANDIDATES, ...SIGMA_RULES].flatMap(([, rules]) => rules));
  assertEquals([...IDS].filter((id) => !standing.has(id)).sort(), [
    "many-close-wait",
    "many-closing",
    "many-syn-received",
    "many-syn-sent",
    "many-time-wait",
    "pid-of-two-names",
    "unlisted-process",
    "unnamed-program-public-peer",
  ]);
});
