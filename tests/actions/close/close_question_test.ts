import { assertEquals } from "@std/assert";
import { closeQuestion } from "../../../lib/actions/close/close_question.ts";
import { planCloses } from "../../../lib/actions/close/plan_closes.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { connection } from "../../support/connections.ts";

const ask = (rows: readonly Connection[]) => closeQuestion(planCloses(rows, { os: "linux" }));

Deno.test("each connection is shown with its program and both ends", () => {
  const rows = [
    connection(),
    connection({
      localAddress: "2001:db8::7",
      remoteAddress: "2001:db8::4",
      state: "CLOSE_WAIT",
      process: null,
    }),
    connection({ pid: 0, process: null, state: "FIN_WAIT_2" }),
    connection({ protocol: "UDP" }),
  ];
  assertEquals(ask(rows), [
    "  game.exe (4711)  192.0.2.7:50123 to 198.51.100.4:443  ESTABLISHED",
    "  process 4711  [2001:db8::7]:50123 to [2001:db8::4]:443  CLOSE_WAIT",
    "  no known program  192.0.2.7:50123 to 198.51.100.4:443  FIN_WAIT_2",
    "1 other row cannot be closed and will stay",
    "Close these 3 connections?",
  ]);
  assertEquals(ask([connection()]).at(-1), "Close this connection?");
});

const many = (count: number, programs = 1) =>
  Array.from(
    { length: count },
    (_, at) => connection({ localPort: at + 1, pid: at % programs + 1 }),
  );

Deno.test("a name cannot write to the terminal", () => {
  assertEquals(
    ask([connection({ process: "a\x1b[2Jb" })])[0],
    "  a\\x1b[2Jb (4711)  192.0.2.7:50123 to 198.51.100.4:443  ESTABLISHED",
  );
});

Deno.test("a session that netwho was started from comes first, with what that means", () => {
  const rows = [...many(20), connection({ pid: 800, process: "sshd", localPort: 22 })];
  const lines = closeQuestion(
    planCloses(rows, { os: "linux", ownPid: 900, parentOf: (pid) => pid === 900 ? 800 : null }),
  );
  assertEquals(lines[0], "  sshd (800)  192.0.2.7:22 to 198.51.100.4:443  ESTABLISHED");
  assertEquals(lines.slice(-3), [
    "  and 11 more of game.exe (1)",
    "You may work through the connection of sshd (800): you would be cut off",
    "Close these 21 connections?",
  ]);
});

Deno.test("many are shown in part, with the programs of the others", () => {
  assertEquals(ask(many(10)).length, 11);
  assertEquals(ask(many(11)).length, 12);
  assertEquals(ask(many(12)).slice(10), [
    "  and 2 more of game.exe (1)",
    "Close these 12 connections?",
  ]);
  assertEquals(
    ask(many(50, 4))[10],
    "  and 40 more of game.exe (3), game.exe (4), game.exe (1), game.exe (2)",
  );
  assertEquals(
    ask(many(50, 5))[10],
    "  and 40 more of game.exe (1), game.exe (2), game.exe (3), 2 other programs",
  );
});
