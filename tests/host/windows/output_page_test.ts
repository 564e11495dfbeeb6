import { assertEquals } from "@std/assert";
import {
  type OutputCalls,
  outputPage,
  pageOfOutput,
} from "../../../lib/host/windows/output_page.ts";

/** What GetFileType says: FILE_TYPE_UNKNOWN, DISK, CHAR, PIPE. */
const [UNKNOWN, DISK, CHAR, PIPE] = [0, 1, 2, 3];

Deno.test("a file on a disk has no page; a pipe and a console have the console's", () => {
  const asked: number[] = [];
  const calls = (type: number, page: number): OutputCalls => ({
    GetStdHandle: (which) => {
      asked.push(which);
      return 84n;
    },
    GetFileType: (handle) => handle === 84n ? type : UNKNOWN,
    GetConsoleOutputCP: () => page,
  });
  assertEquals([DISK, PIPE, CHAR, UNKNOWN].map((type) => pageOfOutput(calls(type, 850))), [
    null,
    850,
    850,
    850,
  ]);
  assertEquals(pageOfOutput(calls(PIPE, 0)), 0);
  // STD_OUTPUT_HANDLE is -11.
  assertEquals(new Set(asked), new Set([-11 >>> 0]));
});

Deno.test({
  name: "where Windows cannot be asked, there is no page",
  ignore: Deno.build.os === "windows",
  fn: () => assertEquals(outputPage()(), null),
});
