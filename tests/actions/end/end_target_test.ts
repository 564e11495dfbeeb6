import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { readEndTargets } from "../../../lib/actions/end/end_target.ts";
import { UsageError } from "../../../lib/errors.ts";

Deno.test("a number is a process ID, never a port; a colon makes a port, and all else a program", () => {
  const kinds = readEndTargets(["8080", "pid:4711", ":8080", "game", "game*.exe", "4711,:53,game"])
    .map(({ kind, text }) => `${kind} ${text}`);
  assertEquals(kinds, [
    "pid 8080",
    "pid pid:4711",
    "port :8080",
    "process game",
    "process game*.exe",
    "pid 4711",
    "port :53",
    "process game",
  ]);
  const [number] = readEndTargets(["8080"]);
  assertEquals(number?.kind === "pid" && number.orPort, false);
});

const PORT = "--remote-port 443; for the process that has this port here: netwho kill :443";

Deno.test("an address or a network is no process: the message names the command for connections", () => {
  for (
    const [text, remote] of [
      ["203.0.113.7", "203.0.113.7"],
      ["203.0.113.7:443", `203.0.113.7 ${PORT}`],
      ["[2001:db8::7]:443", `2001:db8::7 ${PORT}`],
      ["198.51.100.0/24", "198.51.100.0/24"],
      ["192.0.2.1-192.0.2.9", "192.0.2.1-192.0.2.9"],
    ] as const
  ) {
    const error = assertThrows(
      () => readEndTargets([text]),
      UsageError,
      `Cannot end ${text}: it is a`,
    );
    assertEquals(error.hint, `For connections to it: netwho close --remote ${remote}`);
  }
});

Deno.test("a pattern that every program fits is refused, one with a letter is not", () => {
  for (const text of ["*", "**", "?*", "*.*", "*.exe", "*.EXE", " * ", "*?.?"]) {
    assertThrows(() => readEndTargets([text]), UsageError, "every program has such a name");
  }
  assertEquals(readEndTargets(["*a*"]).map(({ kind }) => kind), ["process"]);
});

Deno.test("a pattern that fits all programs only as they end in .exe is refused, too", () => {
  for (const text of ["*e*", "*X*", "*.e*", "*.exe*", "*exe", "?*.ex?", "***.EXE*", "*.*e"]) {
    assertThrows(() => readEndTargets([text]), UsageError, "of Windows has such a name");
  }
  for (const text of ["*game*", "*.com", "exe*", "x*", "*plex*", "*ee*", "e?e.exe"]) {
    assertEquals(readEndTargets([text]).map(({ kind }) => kind), ["process"], text);
  }
});

Deno.test("a group of processes, as kill of Unix takes it, is no target", () => {
  const group = assertThrows(() => readEndTargets(["-4711"]), UsageError, "Cannot end -4711: ");
  assertEquals(
    group.hint,
    "To end a process with all that it started: netwho kill 4711 --tree",
  );
  for (const text of ["-1", "-0", "--yes"]) {
    const error = assertThrows(() => readEndTargets([text]), UsageError, `Cannot end ${text}: `);
    assertEquals(error.hint?.startsWith("Write a process ID"), true, text);
  }
});

Deno.test("a port as other tools write it is answered with how it is written here", () => {
  for (const text of ["8080/tcp", "tcp/8080", "udp:8080"]) {
    const error = assertThrows(() => readEndTargets([text]), UsageError);
    assertEquals(error.hint, "For the port write :8080");
  }
});

Deno.test("what is no target is refused in the words of ending", () => {
  for (
    const text of [
      "",
      " ",
      ",",
      ":",
      ":x y",
      ":70000",
      "4294967296",
      "1-5",
      "$p",
      "'a'",
      "1.2.3.999",
      "https://example.com",
    ]
  ) {
    const error = assertThrows(() => readEndTargets([text]), UsageError);
    assertEquals(error.message.startsWith("Cannot end "), true, error.message);
    assertEquals(/inspect/.test(`${error.message} ${error.hint}`), false, error.message);
  }
});

Deno.test("a process ID with a start time means the process that started then", () => {
  const [target] = readEndTargets(["4711@2026-11-26T08:12:44.120Z"]);
  assertEquals(target, {
    kind: "pid",
    pid: 4711,
    orPort: false,
    startedAt: "2026-11-26T08:12:44.120Z",
    text: "4711@2026-11-26T08:12:44.120Z",
  });
  assertEquals(readEndTargets(["pid:8@2026-11-26T08:12:44Z,9"]).map(({ kind }) => kind), [
    "pid",
    "pid",
  ]);
  // A name with an @ is a name.
  assertEquals(readEndTargets(["user@host"]).map(({ kind }) => kind), ["process"]);
  const wrong = [
    ...["", "today", "2026-11-26T08:12:44.120", "2026-11-26T08:12:44+09:00", "11/26/2026 08:12:44"],
    ...[
      "2026-13-26T08:12:44Z",
      "2026-02-30T08:12:44Z",
      "2026-11-26T24:00:00Z",
      "2026-11-26T08:12:60Z",
    ],
  ];
  for (const time of wrong) {
    assertThrows(() => readEndTargets([`4711@${time}`]), UsageError, "is no start time", time);
  }
});

Deno.test("a start time goes with a process ID alone", () => {
  for (const before of [":8080", "game", "game.exe", "1-5", "g*", ""]) {
    assertThrows(
      () => readEndTargets([`${before}@2026-11-26T08:12:44.120Z`]),
      UsageError,
      "a start time goes with a process ID",
      before,
    );
  }
});

Deno.test("every start time of a row is read as the same moment, and no other text is one", () => {
  const moment = fc.date({
    min: new Date("1970-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(fc.nat(99_999), moment, (pid, moment) => {
    const [target] = readEndTargets([`${pid}@${moment.toISOString()}`]);
    assertEquals(target?.kind === "pid" && [target.pid, target.startedAt], [
      pid,
      moment.toISOString(),
    ]);
  }));
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789-:T.Z"), maxLength: 24 });
  fc.assert(fc.property(fc.oneof(digits, fc.string({ maxLength: 24 })), (time) => {
    if (time.includes(",")) return;
    try {
      const [target] = readEndTargets([`4711@${time}`]);
      assertEquals(Date.parse(target!.startedAt!), Date.parse(time));
    } catch (error) {
      assertEquals(error instanceof UsageError, true, `${error}`);
    }
  }));
});
