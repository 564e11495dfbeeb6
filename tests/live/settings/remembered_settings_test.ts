import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { DEFAULT_SETTINGS, type WatchSettings } from "../../../lib/live/screen/watch_state.ts";
import {
  forgetSettings,
  readSettings,
  writeSettings,
} from "../../../lib/live/settings/remembered_settings.ts";
import { readSettingsText } from "../../../lib/live/settings/settings_text.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { memoryCache } from "../../support/memory_cache.ts";
import { text } from "../../support/arbitrary_rows.ts";

const PATH = "/home/anna/.config/netwho/watch.json";

const CHANGED: WatchSettings = {
  sort: "process",
  isReversed: true,
  filter: "port 443 !chrome",
  only: ["tcp", "established"],
  showsLoopback: false,
  keepsClosed: true,
  isGrouped: true,
  showsNames: true,
  showsOwners: true,
  showsAudit: true,
  every: 5_000,
};

/** A computer that remembers in memory; `content` is what the file holds at first. */
function computer({ content, ...overrides }: { content?: string } & Partial<Host> = {}) {
  const { files, host: cache } = memoryCache();
  let writes = 0;
  if (content !== undefined) files.set(PATH, new TextEncoder().encode(content));
  const host = fakeHost({
    ...cache,
    rewriteCache: (path, change) => {
      writes++;
      cache.rewriteCache(path, change);
    },
    configFolder: () => "/home/anna/.config/netwho",
    pathKind: (path) => files.has(path) ? "file" : "missing",
    removeFile: (path) => void files.delete(path),
    ...overrides,
  });
  return {
    host,
    held: () => JSON.parse(new TextDecoder().decode(files.get(PATH))),
    has: () => files.has(PATH),
    writes: () => writes,
  };
}

Deno.test("settings: what was written is read, by any later run", () => {
  const { host, held } = computer();
  assertEquals(readSettings(host), { settings: DEFAULT_SETTINGS, trouble: null });
  assertEquals(writeSettings(host, CHANGED, { before: DEFAULT_SETTINGS }), null);
  assertEquals(readSettings(host), { settings: CHANGED, trouble: null });
  assertEquals(Object.keys(held()).toSorted(), Object.keys(CHANGED).toSorted());
});

Deno.test("settings: nothing is written where nothing changed", () => {
  const { host, writes, has } = computer();
  writeSettings(host, { ...DEFAULT_SETTINGS, only: [] }, { before: DEFAULT_SETTINGS });
  assertEquals([writes(), has()], [0, false]);
});

Deno.test("settings: nothing is read, written or forgotten without a config folder", () => {
  const { host, writes } = computer({ content: "damaged", configFolder: () => null });
  assertEquals(readSettings(host), { settings: DEFAULT_SETTINGS, trouble: null });
  assertEquals(writeSettings(host, CHANGED, { before: null }), null);
  assertEquals(forgetSettings(host), null);
  assertEquals(writes(), 0);
});

Deno.test("settings: are forgotten, and that nothing is there is no trouble", () => {
  const { host, has } = computer();
  assertEquals(forgetSettings(host), null);
  writeSettings(host, CHANGED, { before: DEFAULT_SETTINGS });
  assertEquals(forgetSettings(host), null);
  assertEquals(has(), false);
  assertEquals(readSettings(host), { settings: DEFAULT_SETTINGS, trouble: null });
});

const DAMAGED:
  readonly (readonly [content: string, settings: Partial<WatchSettings>, why: string])[] = [
    ["{", {}, "it is not JSON"],
    ["\0\0\0", {}, "it is not JSON"],
    ["[]", {}, "an object was wanted"],
    ["null", {}, "an object was wanted"],
    ['"sort"', {}, "an object was wanted"],
    [`{"filter": "${"x".repeat(70_000)}"}`, {}, "far longer"],
    ['{"sort": "nothing", "every": 5000}', { every: 5000 }, "sort is not as netwho writes it"],
    ['{"sort": "__proto__"}', {}, "sort is not"],
    ['{"every": 0, "only": ["tcp"]}', { only: ["tcp"] }, "every is not"],
    ['{"every": "2000", "only": "tcp"}', {}, "only and every are not as netwho writes them"],
    ['{"every": 1e300}', {}, "every is not"],
    // A day is the longest that the command line takes.
    ['{"every": 86400001}', {}, "every is not"],
    ['{"only": ["tcp", "sctp"]}', {}, "only is not"],
    ['{"only": ["tcp", "tcp"]}', {}, "only is not"],
    ['{"isReversed": 1, "keepsClosed": true}', { keepsClosed: true }, "isReversed is not"],
    ['{"filter": "port abc"}', {}, "filter is not"],
    ['{"filter": "\\u001b[2J"}', {}, "filter is not"],
    ['{"filter": 7}', {}, "filter is not"],
  ];

for (const [content, settings, why] of DAMAGED) {
  Deno.test(`settings: ${content.slice(0, 50)} is told in one message and does no harm`, () => {
    const { host, held } = computer({ content });
    const read = readSettings(host);
    assertEquals(read.settings, { ...DEFAULT_SETTINGS, ...settings });
    assertStringIncludes(read.trouble ?? "", why);
    assertStringIncludes(read.trouble ?? "", PATH);
    assertStringIncludes(read.trouble ?? "", "netwho watch --reset");
    assertEquals(read.trouble!.split("\n").length, 1);
    // The next change makes it whole.
    const next = { ...read.settings, showsNames: true };
    assertEquals(writeSettings(host, next, { before: read.settings }), null);
    assertEquals(readSettings(host), { settings: next, trouble: null });
    assertEquals(held().showsNames, true);
  });
}

Deno.test("settings: an older file keeps the usual value of what it lacks", () => {
  const { host } = computer({ content: '\ufeff{"sort": "pid"}\r\n' });
  assertEquals(readSettings(host), {
    settings: { ...DEFAULT_SETTINGS, sort: "pid" },
    trouble: null,
  });
});

Deno.test("settings: what a later netwho wrote is kept", () => {
  const { host, held } = computer({ content: '{"sort": "pid", "theme": {"dark": true}}' });
  const { settings, trouble } = readSettings(host);
  assertEquals(trouble, null);
  writeSettings(host, { ...settings, isReversed: true }, { before: settings });
  assertEquals(held().theme, { dark: true });
});

Deno.test("settings: of two runs at once each writes what was changed in it", () => {
  const { host } = computer();
  const first = readSettings(host).settings;
  const second = readSettings(host).settings;
  writeSettings(host, { ...first, sort: "pid" }, { before: first });
  writeSettings(host, { ...second, isGrouped: true }, { before: second });
  assertEquals(readSettings(host).settings, { ...DEFAULT_SETTINGS, sort: "pid", isGrouped: true });
});

Deno.test("settings: a refusal of the machine is told", () => {
  const refuse = () => {
    throw new HostError("permissionDenied", "Cannot open x: denied");
  };
  const { host } = computer({
    content: "{}",
    readCache: refuse,
    rewriteCache: refuse,
    removeFile: refuse,
  });
  assertEquals(readSettings(host).settings, DEFAULT_SETTINGS);
  for (
    const told of [
      readSettings(host).trouble,
      writeSettings(host, CHANGED, { before: DEFAULT_SETTINGS }),
      forgetSettings(host),
    ]
  ) {
    assertStringIncludes(told ?? "", PATH);
    assertStringIncludes(told ?? "", "permission denied");
  }
});

Deno.test("settings: any bytes give settings that can be used", () => {
  const value = fc.oneof(fc.jsonValue(), text);
  const object = fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS), "x"), value)
    .map((fields) => JSON.stringify(fields));
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), object, fc.json()), (content) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const { settings } = readSettingsText(bytes);
    assertEquals(Object.keys(settings), Object.keys(DEFAULT_SETTINGS));
    const again = readSettingsText(new TextEncoder().encode(JSON.stringify(settings)));
    assertEquals(again, { settings, problem: null });
  }));
});

const linux = Deno.build.os === "linux";

Deno.test({
  name: "settings: on this computer a link stays a link, and what it leads to is never removed",
  ignore: !linux,
  fn() {
    const folder = Deno.makeTempDirSync();
    try {
      Deno.mkdirSync(`${folder}/netwho`);
      Deno.writeTextFileSync(`${folder}/dotfile.json`, '{"sort": "pid"}');
      Deno.symlinkSync(`${folder}/dotfile.json`, `${folder}/netwho/watch.json`);
      const host: Host = { ...denoHost(), configFolder: () => `${folder}/netwho` };
      const { settings } = readSettings(host);
      assertEquals(settings.sort, "pid");
      assertEquals(writeSettings(host, CHANGED, { before: settings }), null);
      assert(Deno.lstatSync(`${folder}/netwho/watch.json`).isSymlink);
      assertEquals(JSON.parse(Deno.readTextFileSync(`${folder}/dotfile.json`)).sort, "process");
      assertEquals(forgetSettings(host), null);
      assertEquals(readSettings(host).settings, DEFAULT_SETTINGS);
      assert(Deno.statSync(`${folder}/dotfile.json`).isFile);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "settings: on this computer a folder or a pipe in place of the file is told, nobody waits",
  ignore: !linux,
  async fn() {
    const folder = Deno.makeTempDirSync();
    try {
      const host: Host = { ...denoHost(), configFolder: () => `${folder}/netwho` };
      for (
        const make of [
          () => Deno.mkdirSync(`${folder}/netwho/watch.json`, { recursive: true }),
          () => new Deno.Command("mkfifo", { args: [`${folder}/netwho/watch.json`] }).outputSync(),
        ]
      ) {
        make();
        assertEquals(readSettings(host).settings, DEFAULT_SETTINGS);
        assertStringIncludes(readSettings(host).trouble ?? "", "it is no file");
        const told = writeSettings(host, CHANGED, { before: DEFAULT_SETTINGS });
        assertStringIncludes(told ?? "", "it is no file");
        await Deno.remove(`${folder}/netwho/watch.json`);
      }
      // Made with its folder, for this user alone.
      await Deno.remove(`${folder}/netwho`);
      assertEquals(writeSettings(host, CHANGED, { before: DEFAULT_SETTINGS }), null);
      assertEquals(Deno.statSync(`${folder}/netwho/watch.json`).mode! & 0o077, 0);
      assertEquals(readSettings(host), { settings: CHANGED, trouble: null });
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});
