// Codes with the meaning that winerror.h, ntstatus.h and [MS-TSCH] give them.
import { assertEquals, assertMatch } from "@std/assert";
import { RESULT_CODES, resultInWords } from "../../../lib/schedule/windows/result_codes.ts";

for (
  const [result, text] of [
    [0x41300, /ready.*\(0x41300\)/],
    [267009, /^running \(0x41301\)$/], // SCHED_S_TASK_RUNNING
    [0x41302, /disabled/],
    [267011, /not run yet/], // SCHED_S_TASK_HAS_NOT_RUN
    [0x41304, /not run again/],
    [267014, /ended by the user/], // SCHED_S_TASK_TERMINATED
    [-2147216609, /already running.*\(0x8004131F\)$/], // SCHED_E_ALREADY_RUNNING
    [-2147023651, /not logged on.*\(0x800704DD\)$/], // ERROR_NOT_LOGGED_ON
    [-1073741510, /Ctrl\+C.*\(0xC000013A\)$/], // STATUS_CONTROL_C_EXIT
    [-2147024894, /not found.*\(0x80070002\)$/], // ERROR_FILE_NOT_FOUND
    [-2147024891, /^access denied \(0x80070005\)$/],
    [-2147020576, /\(0x800710E0\)$/], // ERROR_REQUEST_REFUSED
    [-2147024629, /folder to run in.*\(0x8007010B\)$/], // ERROR_DIRECTORY
    [-2147023570, /log-on failed.*\(0x8007052E\)$/], // ERROR_LOGON_FAILURE
    [-1073741502, /library.*\(0xC0000142\)$/], // STATUS_DLL_INIT_FAILED
    [-1073741819, /crashed.*\(0xC0000005\)$/], // STATUS_ACCESS_VIOLATION
    [-532462766, /crashed.*\.NET.*\(0xE0434352\)$/], // EXCEPTION_COMPLUS
    [-1066598274, /crashed.*library.*\(0xC06D007E\)$/], // VcppException(ERROR_MOD_NOT_FOUND)
    [-1073741511, /could not start.*\(0xC0000139\)$/], // STATUS_ENTRYPOINT_NOT_FOUND
    [-2147483645, /crashed.*\(0x80000003\)$/], // STATUS_BREAKPOINT, as V8 ends at a failure
    // DBG_PRINTEXCEPTION_WIDE_C: no program ends with it.
    [0x4001000a, /^failed: code 0x4001000A$/],
    [-1, /-1.*\(0xFFFFFFFF\)$/],
    [0x12345678, /^failed: code 0x12345678$/],
  ] as const
) {
  Deno.test(`result ${result} in words`, () => {
    assertMatch(resultInWords(result), text);
    assertEquals(resultInWords(result), resultInWords(result >>> 0), "signed or not");
  });
}

Deno.test("small results are netwho's own exit codes", () => {
  assertEquals([0, 2, 3, 77].map(resultInWords).map((text) => /0x/.test(text)), [
    false,
    false,
    false,
    false,
  ]);
  assertMatch(resultInWords(77), /77/);
});

Deno.test("each code stands once, in words that need no number", () => {
  assertEquals(new Set(RESULT_CODES.map(({ code }) => code)).size, RESULT_CODES.length);
  for (const { code, text } of RESULT_CODES) {
    assertEquals(code, code >>> 0, `${code} is unsigned`);
    assertMatch(text, /^[A-Za-z].*[^.]$/, text);
  }
});

Deno.test("docs/schedule.md tells the same words", () => {
  const page = Deno.readTextFileSync(new URL("../../../docs/schedule.md", import.meta.url));
  const rows = [...page.matchAll(/^\| *(-?\d+) *\| *(0x\w+) *\| *(.+?) *\|$/gm)];
  assertEquals(rows.length, 9);
  for (const [, number, shown, text] of rows) {
    assertEquals(resultInWords(Number(number)), `${text} (${shown})`);
  }
});
