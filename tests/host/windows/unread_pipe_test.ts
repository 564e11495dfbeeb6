import { assertEquals } from "@std/assert";
import { isUnreadPipe, type PipeCalls, unreadPipe } from "../../../lib/host/windows/unread_pipe.ts";

/** FILE_PIPE_LOCAL_INFORMATION of an outbound pipe with 4096 bytes, as its end for writing tells it. */
function pipeInformation(state: number): Uint8Array {
  const fields = [0, 1, 0xffff_ffff, 1, 4096, 0, 4096, 4096, state, 0];
  return new Uint8Array(Uint32Array.from(fields).buffer);
}

/** Windows with a pipe in a state, or, of null, with something else at standard output. */
function windowsWith(state: number | null): PipeCalls {
  return {
    GetStdHandle: (which) => which === (-11 >>> 0) ? 84n : 0n,
    NtQueryInformationFile: (...given) => {
      const [handle, , buffer, length, what] = given;
      if (handle !== 84n || length !== 40 || what !== 24 || state === null) return -0x3fff_fff3;
      (buffer as Uint8Array).set(pipeInformation(state));
      return 0;
    },
  };
}

Deno.test("a pipe is unread once its other end is closed or disconnected", () => {
  // FILE_PIPE_DISCONNECTED_STATE, LISTENING, CONNECTED and CLOSING.
  const told = [1, 2, 3, 4].map((state) => isUnreadPipe(windowsWith(state)));
  assertEquals(told, [true, false, false, true]);
});

Deno.test("what is no pipe is not unread", () => {
  assertEquals(isUnreadPipe(windowsWith(null)), false);
});

Deno.test({
  name: "where Windows cannot be asked, nothing is unread",
  ignore: Deno.build.os === "windows",
  fn: () => assertEquals(unreadPipe()(), false),
});
