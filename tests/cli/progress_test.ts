import { assertEquals } from "@std/assert";
import { progress } from "../../lib/cli/progress.ts";
import type { Host } from "../../lib/host/host.ts";
import { fakeClock } from "../support/fake_clock.ts";
import { fakeHost } from "../support/fake_host.ts";

/** A host with a clock that is set by hand. */
function terminal(overrides: Partial<Host> = {}) {
  const clock = { now: 1_000 };
  const host = fakeHost({ now: () => clock.now, isTerminal: () => true, ...overrides });
  return { clock, host };
}

Deno.test("work that is done soon is not spoken of", () => {
  const { clock, host } = terminal();
  const shown = progress(host, "looking up names");
  for (let done = 0; done < 5; done++) {
    shown.update(done, 5);
    clock.now += 99;
  }
  shown.end();
  assertEquals(host.stderr(), "");
});

Deno.test("a line is rewritten, at most ten times a second, and taken away", () => {
  const { clock, host } = terminal();
  const shown = progress(host, "looking up names");
  shown.update(0, 1000);
  clock.now += 500;
  shown.update(120, 1000);
  clock.now += 99;
  shown.update(121, 1000);
  clock.now += 1;
  shown.update(122, 1000);
  shown.end();
  shown.end();
  const line = "netwho: looking up names: 120 of 1000";
  assertEquals(
    host.stderr(),
    `\r${line}\r${line.replace("120", "122")}\r${" ".repeat(line.length)}\r`,
  );
});

Deno.test("a shorter line covers a longer one", () => {
  const { clock, host } = terminal();
  const shown = progress(host, "counting");
  shown.update(0, 9);
  clock.now += 600;
  shown.update(10, 10);
  clock.now += 600;
  shown.update(1, 10);
  assertEquals(host.stderr(), "\rnetwho: counting: 10 of 10\rnetwho: counting: 1 of 10 ");
});

Deno.test("after its end it can appear again", () => {
  const { clock, host } = terminal();
  const shown = progress(host, "counting");
  shown.update(0, 9);
  clock.now += 600;
  shown.update(1, 9);
  shown.end();
  clock.now += 100;
  shown.update(2, 9);
  assertEquals(host.stderr().endsWith("\r\rnetwho: counting: 2 of 9"), true);
});

Deno.test("the line never reaches the terminal's edge", () => {
  for (const [columns, room] of [[20, 19], [null, 79], [0, 79]] as const) {
    const { clock, host } = terminal({ terminalColumns: () => columns });
    const shown = progress(host, "x".repeat(100));
    shown.update(0, 9);
    clock.now += 600;
    shown.update(1, 9);
    assertEquals(host.stderr().length, 1 + room);
  }
});

Deno.test("where standard error is no terminal, or a dumb one, there is no line", () => {
  for (
    const overrides of [
      { isTerminal: (stream: string) => stream !== "stderr" },
      { env: (name: string) => name === "TERM" ? "dumb" : undefined },
    ]
  ) {
    const { clock, host } = terminal(overrides);
    const shown = progress(host, "looking up names");
    for (let done = 0; done < 10; done++) {
      shown.update(done, 10);
      clock.now += 1_000;
    }
    shown.end();
    assertEquals(host.stderr(), "");
  }
});

Deno.test("work that makes no headway appears in time as well", async () => {
  const clock = fakeClock();
  const { now, sleep } = clock;
  const host = fakeHost({ now, sleep, isTerminal: () => true });
  const shown = progress(host, "looking up names");
  shown.update(0, 7);
  assertEquals(host.stderr(), "");
  await clock.run();
  assertEquals(clock.passed(), 500);
  const line = "netwho: looking up names: 0 of 7";
  assertEquals(host.stderr(), `\r${line}`);
  shown.end();
  assertEquals(host.stderr(), `\r${line}\r${" ".repeat(line.length)}\r`);
});

Deno.test("work that ended does not appear later", async () => {
  const clock = fakeClock();
  const { now, sleep } = clock;
  const host = fakeHost({ now, sleep, isTerminal: () => true });
  const shown = progress(host, "looking up names");
  shown.update(0, 7);
  shown.end();
  await clock.run();
  assertEquals(host.stderr(), "");
});
