import { assertEquals } from "@std/assert";
import { mergeSaved } from "../../../lib/capture/saved/saved_processes.ts";
import { parseTasklist } from "../../../lib/tools/tasklist/parse_tasklist.ts";

/** What comes of some files, as `PID name memory services`. */
function merged(...files: readonly string[]): string[] {
  const saved = files.flatMap((text, at) =>
    parseTasklist(text).rows.map((process) => ({ process, file: `${at}.txt` }))
  );
  const { rows, byPid } = mergeSaved(saved);
  for (const [pid, process] of byPid) assertEquals(process, rows.find((row) => row.pid === pid));
  return rows.map(({ pid, process, memoryBytes, services }) =>
    [pid, process, (memoryBytes ?? 0) / 1024, services?.join("+") ?? "-"].join(" ")
  );
}

const csv = (name: string, pid: number, memory: string) =>
  `"${name}","${pid}","Services","0","${memory} K"\n`;

Deno.test("lists that add to each other make one row of a process", () => {
  const plain = csv("svchost.exe", 900, "9,000") + csv("System", 4, "8");
  const services = '"svchost.exe","900","Dhcp"\n"System","4","N/A"\n';
  const expected = ["900 svchost.exe 9000 Dhcp", "4 System 8 -"];
  assertEquals(merged(plain, services), expected);
  assertEquals(merged(plain + services), expected);
  assertEquals(merged(plain, plain), ["900 svchost.exe 9000 -", "4 System 8 -"]);
});

Deno.test("a list in a log has each process again", () => {
  const [first, second] = [csv("a.exe", 5, "1,000"), csv("a.exe", 5, "2,000")];
  assertEquals(merged(first + second + first), [
    "5 a.exe 1000 -",
    "5 a.exe 2000 -",
    "5 a.exe 1000 -",
  ]);
});

Deno.test("two programs with one process ID are never merged", () => {
  assertEquals(merged(csv("a.exe", 5, "1,000"), '"b.exe","5","Dhcp"\n'), [
    "5 a.exe 1000 -",
    "5 b.exe 0 Dhcp",
  ]);
  const name = "MicrosoftEdgeUpdateSetup_";
  assertEquals(merged(csv(name, 5, "1,000"), `"${name}x64.exe","5","Dhcp"\n`), [
    `5 ${name} 1000 Dhcp`,
  ]);
});
