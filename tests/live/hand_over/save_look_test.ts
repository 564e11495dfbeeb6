import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { saveLook } from "../../../lib/live/hand_over/save_look.ts";
import type { LiveLook } from "../../../lib/live/live_row.ts";
import { encodeCodePage } from "../../../lib/text/code_pages.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { inspectedHost } from "../../support/inspected_host.ts";
import { lookOf } from "../../support/live_rows.ts";
import { runMain } from "../../support/run_main.ts";
import { wholeSnapshot } from "../../support/whole_snapshot.ts";

const MACHINE = inspectedHost(await encodeCodePage(850)).host;

async function look(): Promise<LiveLook> {
  const snapshot = await wholeSnapshot(fakeHost(MACHINE));
  return { ...lookOf(snapshot), at: Date.UTC(2026, 10, 26, 14, 20) };
}

/** The Windows machine, whose files are kept in memory. */
function computer(overrides: Partial<Host> = {}) {
  const files = new Map<string, string>();
  const host = fakeHost({
    ...MACHINE,
    currentFolder: () => "C:\\Users\\anna",
    pathKind: (path) => files.has(path) ? "file" : "missing",
    createFile: (path) => {
      let text = "";
      return {
        write: (bytes) => void (text += new TextDecoder().decode(bytes)),
        commit: () => void files.set(path, text),
        discard: () => {},
      };
    },
    ...overrides,
  });
  return { host, files };
}

Deno.test("save: a look becomes the document of netwho snapshot, and the message names the file", async () => {
  const { host, files } = computer();
  const told = await saveLook(host, await look());
  const name = "netwho-2026-11-26T14-20-00Z.json";
  assertEquals(told, { text: `Saved ${name} in C:\\Users\\anna: 9 connections`, isFailure: false });
  assertEquals([...files.keys()], [`C:\\Users\\anna\\${name}`]);
  const document = JSON.parse(files.get(`C:\\Users\\anna\\${name}`)!);
  const { stdout } = await runMain(["snapshot", "--details"], { host: MACHINE });
  assertEquals(document, JSON.parse(stdout));
});

Deno.test("save: names and owners that are known are saved", async () => {
  const { host, files } = computer();
  await saveLook(host, await look(), {
    fill: (row) => row.remoteAddress === "8.8.8.8" ? { ...row, remoteHost: "dns.example" } : row,
  });
  const { connections } = JSON.parse([...files.values()][0]!);
  assertEquals(
    connections.filter((row: { remoteHost: string }) => row.remoteHost === "dns.example").length,
    2,
  );
});

Deno.test("save: nothing is written over", async () => {
  const { host, files } = computer();
  for (let turn = 0; turn < 3; turn++) await saveLook(host, await look());
  assertEquals([...files.keys()].map((path) => path.slice("C:\\Users\\anna\\".length)), [
    "netwho-2026-11-26T14-20-00Z.json",
    "netwho-2026-11-26T14-20-00Z-2.json",
    "netwho-2026-11-26T14-20-00Z-3.json",
  ]);
  const full = computer({ pathKind: () => "file" });
  const told = await saveLook(full.host, await look());
  assertEquals([told.isFailure, full.files.size], [true, 0]);
  assertStringIncludes(told.text, "1000 files of this second");
});

Deno.test("save: a folder that takes no files is told, and what to do", async () => {
  const refuse = (kind: "permissionDenied" | "noSpace" | "notFound") => () => {
    throw new HostError(kind, "Cannot write x");
  };
  for (const createFile of [refuse("permissionDenied")]) {
    const told = await saveLook(computer({ createFile }).host, await look());
    assertEquals(told, {
      text: "Cannot save netwho-2026-11-26T14-20-00Z.json in C:\\Users\\anna: permission denied; " +
        "start netwho in a folder of yours, or use netwho snapshot --out FILE",
      isFailure: true,
    });
  }
  const full = await saveLook(computer({ createFile: refuse("noSpace") }).host, await look());
  assertStringIncludes(full.text, "no space left");
  const gone = await saveLook(
    computer({
      currentFolder: () => {
        throw new HostError("notFound", "Cannot find the current folder: it is gone");
      },
    }).host,
    await look(),
  );
  assertStringIncludes(
    gone.text,
    "Cannot save netwho-2026-11-26T14-20-00Z.json in the current folder",
  );
});

const linux = Deno.build.os === "linux";

Deno.test({
  name: "save: on this computer the file is whole, and netwho reads it",
  ignore: !linux,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const host: Host = { ...denoHost(), currentFolder: () => folder };
      const told = await saveLook(host, await look());
      assertEquals(told.isFailure, false, told.text);
      const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
      assertEquals(names, ["netwho-2026-11-26T14-20-00Z.json"]);
      const text = await Deno.readTextFile(`${folder}/${names[0]}`);
      const { code, stdout } = await runMain(
        ["connections", "--from", "saved.json", "--format", "ndjson"],
        { files: { "saved.json": text } },
      );
      assertEquals(code, 0);
      assert(stdout.includes('"browser.exe"'), stdout);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
