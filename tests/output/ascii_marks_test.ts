import { assertEquals } from "@std/assert";
import { needsAscii } from "../../lib/output/ascii_marks.ts";
import { fakeHost } from "../support/fake_host.ts";

interface Place {
  readonly terminal?: boolean;
  readonly page?: number | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly toFile?: boolean;
}

function ascii({ terminal = false, page = null, env = {}, toFile = false }: Place): boolean {
  const host = fakeHost({
    isTerminal: () => terminal,
    outputCodePage: () => page,
    env: (name) => env[name],
  });
  return needsAscii(host, { toFile });
}

Deno.test("a pipe in another code page than UTF-8 gets ASCII", () => {
  for (const page of [437, 850, 866, 932, 1252]) assertEquals(ascii({ page }), true, `${page}`);
  for (const page of [0, 65001, null]) assertEquals(ascii({ page }), false, `${page}`);
  assertEquals(ascii({ page: 437, toFile: true }), false);
});

Deno.test("a console of Windows gets marks, unless they may be wide there", () => {
  for (const page of [437, 850, 866, 1252, 65001]) {
    assertEquals(ascii({ page, terminal: true }), false, `${page}`);
  }
  for (const page of [932, 936, 949, 950]) {
    assertEquals(ascii({ page, terminal: true }), true, `${page}`);
  }
});

Deno.test("a locale that is not of UTF-8 gets ASCII", () => {
  const cases: [env: Readonly<Record<string, string>>, expected: boolean][] = [
    [{}, false],
    [{ LANG: "C.UTF-8" }, false],
    [{ LANG: "de_DE.utf8" }, false],
    [{ LANG: "en_US" }, false],
    [{ LANG: "C" }, true],
    [{ LANG: "POSIX" }, true],
    [{ LANG: "de_DE.ISO-8859-1" }, true],
    [{ LANG: "en_US.UTF-8", LC_ALL: "C" }, true],
    [{ LANG: "C", LC_CTYPE: "en_US.UTF-8" }, false],
    [{ LC_ALL: "", LANG: "C" }, true],
  ];
  for (const [env, expected] of cases) {
    assertEquals(ascii({ env, terminal: true }), expected, JSON.stringify(env));
  }
});
