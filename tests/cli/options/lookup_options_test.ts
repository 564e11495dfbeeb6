import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  CACHE_OPTIONS,
  OWNER_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../../../lib/cli/options/lookup_options.ts";
import { parseArguments } from "../../../lib/cli/options/parse_arguments.ts";
import { MACHINE_OPTIONS } from "../../../lib/cli/options/reading_options.ts";
import { UsageError } from "../../../lib/errors.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { runMain } from "../../support/run_main.ts";

type Given = Readonly<Record<string, string | null>>;

function invocation(given: Given) {
  const args = Object.entries(given).map(([name, value]) =>
    value === null ? `--${name}` : `--${name}=${value}`
  );
  const { options } = parseArguments(args, {
    name: "test",
    options: [
      ...RESOLVE_OPTIONS,
      ...OWNER_OPTIONS,
      ...SERVER_OPTIONS,
      ...CACHE_OPTIONS,
      ...MACHINE_OPTIONS,
    ],
  });
  return { host: fakeHost({ cacheFolder: () => "/home/anna/.cache/netwho" }), options };
}

Deno.test("options say what to look up, whom to ask, and for how long", () => {
  assertEquals(readLookups(invocation({ resolve: null })), {
    resolve: true,
    owner: false,
    rdap: false,
    server: null,
    cacheFolder: "/home/anna/.cache/netwho",
    questionMilliseconds: 2_000,
    totalMilliseconds: 30_000,
  });
  const given = { rdap: null, server: "192.0.2.53:5353", "no-cache": null, timeout: "2.5" };
  assertEquals(readLookups(invocation(given)), {
    resolve: false,
    owner: true,
    rdap: true,
    server: { host: "192.0.2.53", port: 5353 },
    cacheFolder: null,
    questionMilliseconds: 2_000,
    totalMilliseconds: 2_500,
  });
  const { cacheFolder } = readLookups(invocation({ owner: null, "cache-dir": "answers" }));
  assertEquals(cacheFolder, "answers");
});

Deno.test("a command that looks something up anyway needs no switch", () => {
  const lookups = readLookups(invocation({ server: "dns.example" }), { switches: [] });
  assertEquals(lookups.server, { host: "dns.example", port: null });
  assertEquals(lookups.cacheFolder, "/home/anna/.cache/netwho");
});

Deno.test("options that do not fit together are refused", () => {
  const cases: [Given, RegExp][] = [
    [{ server: "192.0.2.53" }, /^Cannot use --server without --resolve or --owner: /],
    [{ "no-cache": null }, /^Cannot use --no-cache without --resolve or --owner: /],
    [{ "cache-dir": "x" }, /^Cannot use --cache-dir without --resolve or --owner: /],
    [{ resolve: null, "no-cache": null, "cache-dir": "x" }, /^Cannot use --no-cache with --cache/],
    [{ resolve: null, record: "r", "cache-dir": "x" }, /^Cannot use --cache-dir with --record: /],
    [{ resolve: null, replay: "r", "cache-dir": "x" }, /^Cannot use --cache-dir with --replay: /],
    [{ resolve: null, server: "-x y" }, /-x y/],
  ];
  for (const [given, message] of cases) {
    const error = assertThrows(() => readLookups(invocation(given)), UsageError);
    assertMatch(error.message, message);
  }
});

Deno.test("netstat names the one switch that it has", async () => {
  const { code, stdout, stderr } = await runMain(["netstat", "--server", "192.0.2.53"]);
  assertEquals([code, stdout], [2, ""]);
  assertEquals(
    stderr,
    "netwho: Cannot use --server without --resolve: nothing is looked up\n" +
      "Try netwho netstat --help\n",
  );
});
