import { assertEquals } from "@std/assert";
import { readProcessList } from "../../../lib/host/windows/toolhelp.ts";

/** A process as PROCESSENTRY32W tells it. */
interface Entry {
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
}

/** Windows with some processes. As Windows does, it leaves what stands behind a name. */
function windows(entries: readonly Entry[]) {
  const left = [...entries];
  const asked: string[] = [];
  const fill = (snapshot: number | bigint, buffer: unknown) => {
    const entry = buffer as DataView;
    asked.push(`${snapshot} ${entry.getUint32(0, true)} ${entry.byteLength}`);
    const next = left.shift();
    if (next === undefined) return 0;
    entry.setUint32(8, next.pid, true);
    entry.setUint32(32, next.parentPid, true);
    const units = `${next.name}\0`.slice(0, 260);
    for (let at = 0; at < units.length; at++) {
      entry.setUint16(44 + 2 * at, units.charCodeAt(at), true);
    }
    return 1;
  };
  const kernel = {
    CreateToolhelp32Snapshot: (flags: number, pid: number) => {
      asked.push(`${flags} ${pid}`);
      return 77n;
    },
    Process32FirstW: fill,
    Process32NextW: fill,
    CloseNumbered: (handle: number | bigint) => asked.push(`close ${handle}`),
  };
  return { kernel, asked };
}

Deno.test("each process, its parent and its name", () => {
  const long = "a".repeat(260);
  const { kernel, asked } = windows([
    { pid: 0, parentPid: 0, name: "[System Process]" },
    { pid: 0xffff_fffc, parentPid: 0x8000_0000, name: "Größe €.exe" },
    { pid: 8, parentPid: 4, name: "a.exe" },
    { pid: 12, parentPid: 4, name: "" },
    { pid: 16, parentPid: 4, name: "half \ud83d.exe" },
    { pid: 20, parentPid: 4, name: long },
  ]);
  assertEquals(
    readProcessList(kernel),
    new Map([
      [0, { parentPid: 0, name: "[System Process]" }],
      [0xffff_fffc, { parentPid: 0x8000_0000, name: "Größe €.exe" }],
      [8, { parentPid: 4, name: "a.exe" }],
      [12, { parentPid: 4, name: null }],
      [16, { parentPid: 4, name: "half \ufffd.exe" }],
      [20, { parentPid: 4, name: long }],
    ]),
  );
  assertEquals([asked[0], asked[1], asked.at(-1)], ["2 0", "77 568 568", "close 77"]);
});

Deno.test("a snapshot that Windows does not make, and one whose reading fails", () => {
  const { kernel } = windows([]);
  const refused = { ...kernel, CreateToolhelp32Snapshot: () => 0xffff_ffff_ffff_ffffn };
  assertEquals(readProcessList(refused), null);
  const { kernel: broken, asked } = windows([{ pid: 8, parentPid: 4, name: "a.exe" }]);
  const fail = () => {
    throw new Error("No memory");
  };
  let thrown = "";
  try {
    readProcessList({ ...broken, Process32NextW: fail });
  } catch (error) {
    thrown = (error as Error).message;
  }
  assertEquals([thrown, asked.at(-1)], ["No memory", "close 77"]);
});
