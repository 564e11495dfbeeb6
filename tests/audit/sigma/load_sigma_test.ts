/** Which files of Sigma rules are read, and what is told of the others. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaptureError, ParseError } from "../../../lib/errors.ts";
import { sigmaRemarks } from "../../../lib/audit/sigma/sigma_remarks.ts";
import { judged } from "../../support/audited.ts";
import { loadTexts, outcomeOf, ruleOf, ruleText } from "../../support/sigma.ts";
import { runMain } from "../../support/run_main.ts";

const DETECTION = "selection:\n    DestinationPort: 4444\ncondition: selection";
const RULE = ruleText(DETECTION, "level: high\n");
const OTHER = RULE.replace("000001", "000002").replace("4444", "5555");
const PROCESS = RULE.replace("network_connection", "process_creation");

Deno.test("sigma: every document of a file counts, with Windows' line ends and a mark too", async () => {
  const file = `\ufeff${RULE}---\n${OTHER}...\n`.replaceAll("\n", "\r\n");
  const { rules, broken } = await loadTexts({ "a.yml": file });
  assertEquals(broken, []);
  assertEquals(rules.map(({ id }) => id.at(-1)), ["1", "2"]);
  assertEquals(outcomeOf(rules[1]!, { remotePort: 5555 }), true);
  const bytes = new Uint8Array([
    0xff,
    0xfe,
    ...new Uint8Array(
      new Uint16Array(
        Array.from(RULE, (character) => character.charCodeAt(0)),
      ).buffer,
    ),
  ]);
  assertEquals((await loadTexts({ "a.yml": bytes })).rules.length, 1);
});

Deno.test("sigma: folders are read for .yml and .yaml files alone; a broken one stops nobody", async () => {
  const { rules, broken, files, passedOver } = await loadTexts({
    "rules/a.yml": RULE,
    "rules/b.YAML": OTHER,
    "rules/c.txt": "no rule",
    "rules/d.yml": "a: [1",
    "rules/e.yml": "version: 3\nservices: {}",
    "rules/f.yml": PROCESS,
    "rules/g.yml": `${PROCESS}---\n${
      RULE.replace("category: network_connection", "service: sysmon")
    }`,
    "rules/h.yml":
      "# network_connection\ncorrelation:\n  type: event_count\n---\nfilter:\n  rules: any\n",
    "rules/i.yml": RULE.replace("category:", "product: macos\n  category:"),
    "rules/j.yml": RULE.replace("author:", "status: unsupported\nauthor:"),
    "rules/k.yml": "",
  }, { paths: ["rules"] });
  assertEquals(rules.map(({ id }) => id.at(-1)), ["1", "2"]);
  assertEquals(files, 10);
  assertEquals(passedOver, {
    process_creation: 2,
    correlation: 1,
    filter: 1,
    "network_connection of macos": 1,
    "network_connection, status unsupported": 1,
    sysmon: 1,
  });
  assertEquals(broken.map(({ file, line }) => [file, line]), [["rules/d.yml", 1], [
    "rules/e.yml",
    1,
  ]]);
  assertStringIncludes(broken[1]!.problem, "is no Sigma rule");
});

Deno.test("sigma: two rules with one ID, and a rule with an ID of netwho's own, are told", async () => {
  const { rules, broken } = await loadTexts({
    "a.yml": RULE,
    "b.yml": RULE.replace("4444", "1"),
    "c.yml": RULE.replace(/^id: .*$/m, "id: known-backdoor-port"),
  }, { taken: new Set(["known-backdoor-port"]) });
  assertEquals(rules.length, 1);
  assertEquals(broken.map(({ file, line }) => [file, line]), [["b.yml", 2], ["c.yml", 2]]);
  assertStringIncludes(broken[0]!.problem, "a rule in a.yml");
});

Deno.test("sigma: several authors are all named", async () => {
  const { rules } = await loadTexts({
    "a.yml": RULE.replace("author: Ann Example", "author:\n  - Ann Example\n  - Bo Example"),
  });
  assertEquals(rules.map(({ author }) => author), ["Ann Example, Bo Example"]);
});

Deno.test("sigma: a rule without ID is called by its file, one without level is medium", async () => {
  const bare = RULE.replace(/^id: .*\n/m, "").replace("level: high\n", "");
  const { rules } = await loadTexts({ "my rule.yml": `${bare}---\n${bare}` });
  assertEquals(rules.map(({ id, severity }) => [id, severity]), [
    ["my-rule", "medium"],
    ["my-rule-2", "medium"],
  ]);
  const odd = await loadTexts({ "a.yml": RULE.replace("high", "huge"), "b.yml": OTHER });
  assertEquals(odd.broken.map(({ line }) => line), [10]);
});

Deno.test("sigma: rules without ID in files of one name, or of a rule's name, have IDs of their own", async () => {
  const bare = RULE.replace(/^id: .*\n/m, "");
  const { rules, broken } = await loadTexts({
    "a/known-port.yml": bare,
    "b/known-port.yml": bare.replace("4444", "5555"),
  }, { taken: new Set(["known-port"]) });
  assertEquals(broken, []);
  assertEquals(rules.map(({ id }) => id), ["known-port-2", "known-port-3"]);
});

Deno.test("sigma: a copy of a file counts once", async () => {
  const { rules, broken } = await loadTexts({ "a/x.yml": RULE, "b/y.yml": RULE });
  assertEquals([rules.length, broken], [1, []]);
});

Deno.test("sigma: rules older than categories ask for Sysmon's event 3", async () => {
  const old = (detection: string) =>
    ruleText(detection).replace("category: network_connection", "service: sysmon");
  const wanted = "selection:\n    EventID: 3\n    DestinationPort: 443\ncondition: selection";
  const { rules, passedOver } = await loadTexts({
    "a.yml": old(wanted),
    "b.yml": old(wanted.replace("3\n", "'3'\n")).replace("0001", "0002"),
    "c.yml": old(
      "s:\n    - EventID:\n        - 1\n        - 3\n      DestinationPort: 443\ncondition: s",
    ).replace("0001", "0003"),
    "d.yml": old(wanted.replace("3\n", "1\n")),
    "e.yml": old(wanted).replace("service: sysmon", "service: security"),
    "f.yml": old(wanted).replace("service:", "category: process_creation\n  service:"),
  });
  assertEquals(rules.map((rule) => outcomeOf(rule, { remotePort: 443 })), [true, true, true]);
  assertEquals(rules.map((rule) => outcomeOf(rule, { remotePort: 80 })), [false, false, false]);
  assertEquals(passedOver, { sysmon: 1, security: 1, process_creation: 1 });
});

Deno.test("sigma: what all events have in common is no evidence", async () => {
  const rule = await ruleOf(
    "selection:\n    EventID: 3\n    Channel: Microsoft-Windows-Sysmon/Operational\n" +
      "    DestinationPort: 443\ncondition: selection",
  );
  const [found] = judged(rule, [{ remotePort: 443 }]).findings;
  assertEquals(found!.finding.evidence![0], "DestinationPort: 443");
});

Deno.test("sigma: action global holds for the rules behind it, repeat changes the one before", async () => {
  const { rules, broken } = await loadTexts({
    "a.yml": `action: global
title: Many
logsource:
  category: network_connection
level: low
---
id: one
detection:
  selection:
    DestinationPort: 1
  condition: selection
---
action: repeat
id: two
detection:
  selection:
    DestinationPort: 2
---
action: reset
---
id: three
detection:
  selection:
    DestinationPort: 3
  condition: selection
`,
  });
  assertEquals(rules.map(({ id, title, severity }) => [id, title, severity]), [
    ["one", "Many", "low"],
    ["two", "Many", "low"],
  ]);
  assertEquals(rules.map((rule) => outcomeOf(rule, { remotePort: 2 })), [false, true]);
  assertEquals(broken.map(({ line }) => line), [21]);
});

Deno.test("sigma: documents with the ID of action global are one rule, an ID written twice is told", async () => {
  const part = (port: number, source: string, id = "") =>
    `---
${id}logsource:
  ${source}
detection:
  selection:
    EventID: 3
    DestinationPort: ${port}
`;
  const head = `action: global
title: Many
id: one
detection:
  condition: selection
`;
  const windows = "product: windows\n  category: network_connection";
  const sysmon = "product: windows\n  service: sysmon";
  const { rules, broken, passedOver } = await loadTexts({
    "a.yml": head + part(1, "category: process_creation") + part(2, windows) + part(3, sysmon),
    "b.yml": (part(4, windows, "id: two\n") + part(5, windows, "id: two\n"))
      .replaceAll("detection:", "detection:\n  condition: selection"),
  });
  assertEquals(rules.map(({ id }) => id), ["one", "two"]);
  assertEquals(passedOver, { process_creation: 1 });
  assertEquals(broken.map(({ file, line }) => [file, line]), [["b.yml", 12]]);
  const outcomes = [1, 2, 3, 4, 5].map((remotePort) =>
    rules.map((rule) => outcomeOf(rule, { remotePort }, { os: "windows" }))
  );
  assertEquals(outcomes, [
    [false, false],
    [true, false],
    [true, false],
    [false, true],
    [false, false],
  ]);
});

Deno.test("sigma: files that want to exhaust netwho are told, in no time", async () => {
  let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (let at = 1; at < 12; at++) {
    bomb += `a${at}: &a${at} [${new Array(10).fill(`*a${at - 1}`).join(", ")}]\n`;
  }
  const bad = {
    "bomb.yml": bomb,
    "circle.yml": "a: &a [*a]",
    "deep.yml": "[".repeat(100_000),
    "lists.yml": "- ".repeat(100_000),
    "large.yml": `${RULE}\n#${"x".repeat(2 ** 20)}`,
    "keys.yml": Array.from({ length: 60_000 }, (_, at) => `k${at}: 1`).join("\n"),
    "condition.yml": ruleText(`selection:\n    Image: x\ncondition: ${"(".repeat(5000)}selection`),
    "nots.yml": ruleText(`selection:\n    Image: x\ncondition: ${"not ".repeat(1500)}selection`),
    "regex.yml": ruleText(
      "selection:\n    Image|re: '((((a{999}){999}){999}){999}'\ncondition: selection",
    ),
  };
  const start = performance.now();
  const { broken, rules } = await loadTexts({ ...bad, "z.yml": RULE });
  assertEquals(rules.length, 1);
  assertEquals(broken.map(({ file }) => file), Object.keys(bad));
  assert(performance.now() - start < 20_000);
});

Deno.test("sigma: a missing path, and a folder without a rule, are errors", async () => {
  await assertRejects(
    () => loadTexts({}, { paths: ["gone"] }),
    CaptureError,
    "no such file or folder",
  );
  await assertRejects(
    () => loadTexts({ "r/a.txt": "x" }, { paths: ["r"] }),
    ParseError,
    "there is no .yml or .yaml file",
  );
  await assertRejects(
    () => loadTexts({ "r/a.yml": "x: [", "r/b.yml": "y" }, { paths: ["r"] }),
    ParseError,
    "r/a.yml:1: it is no YAML",
  );
});

Deno.test("sigma: what was left out is worded with its count", async () => {
  const loaded = await loadTexts({
    "a.yml": RULE.replace("category:", "product: linux\n  category:"),
    "b.yml": PROCESS,
    "c.yml": "x",
    "d.yml": ruleText(
      "selection:\n    DestinationIp|expand: '%dcs%'\ncondition: selection",
    ).replace("000001", "000003"),
  });
  assertEquals(sigmaRemarks(loaded, { os: "windows" }), {
    warnings: ["Left out a broken Sigma rule: c.yml:1: it is no Sigma rule: it is no mapping"],
    limits: [
      "Passed over 1 Sigma rule that is not for netwho: 1 of process_creation",
      "Passed over 1 Sigma rule for Linux: this is Windows",
      "1 Sigma rule asks for the list %dcs%, which is not in the config: what hangs on it is not judged",
    ],
    notes: ["Judged by 1 Sigma rule from 4 files"],
  });
});

const ROWS = JSON.stringify([
  {
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort: 50_000,
    remoteAddress: "203.0.113.9",
    remotePort: 4444,
    state: "ESTABLISHED",
    direction: "outbound",
    process: "a.exe",
    pid: 7,
  },
  { protocol: "TCP", remoteAddress: "203.0.113.9", remotePort: 80, direction: "outbound" },
]);

Deno.test("sigma: the command finds by rule, names the author, and fails for a broken rule", async () => {
  const files = { "rows.json": ROWS, "rules/a.yml": RULE, "rules/b.yml": "a: [" };
  const args = ["audit", "--from", "rows.json", "--sigma", "rules", "--format", "json"];
  const { stdout, stderr, code } = await runMain([...args, "--rule", "3c1ff4a2*"], { files });
  const found = JSON.parse(stdout).filter((row: { outcome: string }) => row.outcome === "finding");
  assertEquals(found.length, 1);
  const [{ rule, severity, author, remotePort, process, evidence }] = found;
  assertEquals([rule, severity, author, remotePort, process], [
    "3c1ff4a2-0000-4000-8000-000000000001",
    "high",
    "Ann Example",
    4444,
    "a.exe",
  ]);
  assertEquals(evidence, [
    "DestinationPort: 4444",
    "Sigma rule 3c1ff4a2-0000-4000-8000-000000000001 by Ann Example",
  ]);
  assertStringIncludes(stderr, "Left out a broken Sigma rule: rules/b.yml:1: it is no YAML");
  assertEquals(code, 3);
});

Deno.test("sigma: the processes that netwho tasklist --details saved answer what rows leave open", async () => {
  const rule = RULE.replace(
    "DestinationPort: 4444",
    "CommandLine|contains: ' -x'\n      ParentImage|endswith: /sh",
  );
  const processes = [
    { process: "a", pid: 7, parentPid: 1, path: "/opt/a", commandLine: "/opt/a -x" },
    { process: "sh", pid: 1, parentPid: 0, path: "/usr/bin/sh", commandLine: "sh" },
  ];
  const row = { protocol: "TCP", localAddress: "192.0.2.1", localPort: 50_000, pid: 7 };
  const files = {
    "rows.json": JSON.stringify([{ ...row, remoteAddress: "203.0.113.4", remotePort: 443 }]),
    "processes.json": JSON.stringify(processes),
    "a.yml": rule,
  };
  const outcomes = async (...from: readonly string[]) => {
    const args = ["audit", "--sigma", "a.yml", "--rule", "3c1ff4a2*", "--format", "json"];
    const { stdout } = await runMain([...args, ...from], { files });
    return JSON.parse(stdout)
      .filter((found: { missing: string[] | null }) =>
        !found.missing?.some((one) => ["rules", "unseen"].includes(one))
      )
      .map((found: { outcome: string; pid: number; missing: string[] | null }) => [
        found.outcome,
        found.pid,
        found.missing,
      ]);
  };
  assertEquals(await outcomes("--from", "rows.json"), [["notJudged", null, ["commandLine"]]]);
  assertEquals(await outcomes("--from", "rows.json", "--from", "processes.json"), [
    ["finding", 7, null],
  ]);
});

Deno.test("sigma: hostile texts of a rule do not reach the terminal", async () => {
  const hostile = RULE.replace("A rule", '"\\e[2J\\u202e A rule"')
    .replace("Ann Example", '"Ann \\e]0;x\\a"')
    .replace("level:", `description: "${"x".repeat(500_000)}\\n\\e[31m"\nlevel:`);
  const files = { "rows.json": ROWS, "a.yml": hostile };
  const args = ["audit", "--from", "rows.json", "--sigma", "a.yml", "--rule", "3c1ff4a2*"];
  const { stdout, stderr } = await runMain([...args, "--format", "table"], { files });
  // deno-lint-ignore no-control-regex -- these are what must not be there
  assert(!/[\x00-\x09\x0b-\x1f\x7f\u202e]/.test(stdout + stderr), JSON.stringify(stdout));
  const { rules } = await loadTexts({ "a.yml": hostile });
  assert(rules[0]!.about.length < 700);
});

Deno.test("sigma: the report counts the rules that judged, and not those of another system", async () => {
  const forSystem = (rule: string, product: string) =>
    rule.replace("category:", `product: ${product}\n  category:`);
  const row = {
    protocol: "TCP",
    localPort: 50_000,
    remoteAddress: "198.51.100.7",
    remotePort: 4444,
    process: "tool.exe",
  };
  const { stdout, code } = await runMain(
    ["audit", "--from", "rows.json", "--sigma", "rules", "--format", "text"],
    {
      files: {
        "rows.json": JSON.stringify([row]),
        "rules/a.yml": forSystem(RULE, "windows"),
        "rules/b.yml": forSystem(OTHER, "linux"),
      },
    },
  );
  assertEquals(code, 0);
  assertStringIncludes(
    stdout,
    "1 Sigma rule judged; passed over: 1 of network_connection of linux",
  );
});
