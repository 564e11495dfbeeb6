import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  parseBootTime,
  parseCgroup,
  parsePasswd,
  parseProcStat,
} from "../../../lib/tools/proc/proc_process.ts";

const FIXTURES = new URL("../../fixtures/proc/", import.meta.url);
const encoder = new TextEncoder();
const REST = "S 1 812 640 0 -1 4194560 1000 0 5 0 250 75 3 4 20 0 1 0 4250 15794176 1650";

Deno.test("the stat file of a process", () => {
  const stat = parseProcStat(Deno.readFileSync(new URL("sshd_stat", FIXTURES)));
  assertEquals(stat, {
    comm: encoder.encode("sshd"),
    state: "S",
    parent: 1,
    session: 812,
    cpuTicks: 325,
    startTicks: 4250,
  });
});

Deno.test("a command name may hold anything, also what looks like the rest of the line", () => {
  for (const comm of ["", "a b", "((", "a) R 1 2 3 (b", ") S 1 2", "tab\there", "line\nfeed"]) {
    const stat = parseProcStat(encoder.encode(`812 (${comm}) ${REST}\n`));
    assertEquals(new TextDecoder().decode(stat?.comm), comm);
    assertEquals([stat?.state, stat?.session, stat?.startTicks], ["S", 640, 4250]);
  }
});

Deno.test("a session of another PID namespace is a number too", () => {
  const stat = parseProcStat(encoder.encode(`2 (kthreadd) ${REST.replace("640", "-1")}`));
  assertEquals(stat?.session, -1);
});

Deno.test("what is not a stat file is null", () => {
  const texts = ["", "812", "812 (x", "812 )x(", "812 (x)", "812 (x) S 1 2", `812 (x) ?? ${REST}`];
  texts.push(`812 (x) ${REST.replace("4250", "never")}`, `812 (x) ${REST.replace("250", "x")}`);
  for (const text of texts) assertEquals(parseProcStat(encoder.encode(text)), null, text);
});

Deno.test("any bytes give a description or null", () => {
  const prefix = encoder.encode(`812 (x) ${REST}`);
  const anyBytes = fc.oneof(
    fc.uint8Array(),
    fc.tuple(fc.nat(prefix.length), fc.uint8Array()).map(([keep, tail]) =>
      Uint8Array.of(...prefix.subarray(0, keep), ...tail)
    ),
  );
  fc.assert(fc.property(anyBytes, (bytes) => {
    const stat = parseProcStat(bytes);
    if (stat !== null) assertEquals(Number.isInteger(stat.startTicks + stat.cpuTicks), true);
  }));
});

const SERVICES: Record<string, string[] | null> = {
  "": null,
  "0::/\n": null,
  "0::/system.slice/ssh.service\n": ["ssh.service"],
  "0::/system.slice/system-getty.slice/getty@tty1.service\n": ["getty@tty1.service"],
  // What a service has made below itself still belongs to it.
  "0::/system.slice/netdata.service/apps.plugin\n": ["netdata.service"],
  "0::/user.slice/user-1000.slice/session-3.scope\n": null,
  "0::/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service\n": ["sync.service"],
  "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-mail-12.scope\n": null,
  "0::/user.slice/user-1000.slice/user@1000.service/init.scope\n": null,
  // cgroup v1 and the mixed layout
  "3:memory:/other.service\n1:name=systemd:/system.slice/cron.service\n0::/\n": ["cron.service"],
  "1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service\n": ["cron.service"],
  "3:memory:/other.service\n1:name=systemd:/system.slice/cron.service\n": ["cron.service"],
  "2:cpu:/system.slice/cron.service\n": null,
};

for (const [text, services] of Object.entries(SERVICES)) {
  Deno.test(`services of ${JSON.stringify(text)}`, () => assertEquals(parseCgroup(text), services));
}

Deno.test("user names by ID; of two that share one, the first", () => {
  const text = Deno.readTextFileSync(new URL("passwd", FIXTURES));
  assertEquals([...parsePasswd(text)], [
    [0, "root"],
    [33, "www-data"],
    [101, "resolver"],
    [1000, "anna"],
    [4294967294, "big"],
  ]);
});

Deno.test("any text gives users with names and whole numbers", () => {
  const line = fc.oneof(fc.string(), fc.constantFrom("a:x:1", ":x:1:", "a:x:-1:", "a::7:7"));
  fc.assert(fc.property(fc.array(line), (lines) => {
    for (const [uid, name] of parsePasswd(lines.join("\n"))) {
      assertEquals([Number.isSafeInteger(uid), name !== ""], [true, true]);
    }
  }));
  assertEquals([...parsePasswd("a:x:1\n:x:2:\nb:x:-3:\nc::7:7")], [[1, "a"], [7, "c"]]);
});

Deno.test("the boot time", () => {
  const text = Deno.readTextFileSync(new URL("boot_stat", FIXTURES));
  assertEquals(parseBootTime(text), Date.UTC(2026, 0, 1) / 1000);
  for (const text of ["", "btime", "btime x", "xbtime 1"]) assertEquals(parseBootTime(text), null);
});
