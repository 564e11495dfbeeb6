import { assertEquals } from "@std/assert";
import { trackLine } from "../../lib/cli/open_line.ts";
import { progress } from "../../lib/cli/progress.ts";
import { fakeHost } from "../support/fake_host.ts";

Deno.test("a line of progress is taken away, with what Ctrl+C put behind it", () => {
  let now = 0;
  const terminal = fakeHost({ isTerminal: () => true, now: () => now += 1000 });
  const { host, clearLine } = trackLine(terminal);
  const shown = progress(host, "counting");
  shown.update(1, 9);
  clearLine();
  clearLine();
  const line = "netwho: counting: 1 of 9";
  assertEquals(terminal.stderr(), `\r${line}\r${" ".repeat(line.length + 2)}\r`);
});

Deno.test("other lines stay", () => {
  const terminal = fakeHost();
  const { host, clearLine } = trackLine(terminal);
  for (const text of ["netwho: something\n", "\rnetwho: counting", "\r                \r"]) {
    host.writeError(text);
    if (text !== "\rnetwho: counting") clearLine();
  }
  assertEquals(terminal.stderr(), "netwho: something\n\rnetwho: counting\r                \r");
});
