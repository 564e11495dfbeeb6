import { assertEquals, assertThrows } from "@std/assert";
import { HostError } from "../../../lib/host/host.ts";
import { drawingConsole } from "../../../lib/host/windows/console_mode.ts";

/** A console in a mode, which takes none of the refused bits; null: there is no console. */
function console({ mode, refuses = 0 }: { mode: number | null; refuses?: number }) {
  const state = { mode };
  const calls = {
    GetStdHandle: (which: number) => which === 2 ** 32 - 11 ? 7n : 0n,
    GetConsoleMode: (handle: bigint, buffer: Uint32Array) => {
      if (handle !== 7n || state.mode === null) return 0;
      buffer[0] = state.mode;
      return 1;
    },
    SetConsoleMode: (handle: bigint, wanted: number) => {
      if (handle !== 7n || (wanted & refuses) !== 0) return 0;
      state.mode = wanted;
      return 1;
    },
  } as unknown as Parameters<typeof drawingConsole>[0];
  return { state, calls };
}

const WHOLE = { whole: true };

Deno.test("the console obeys control sequences for as long as they are drawn", () => {
  const { state, calls } = console({ mode: 0x3 });
  {
    using _drawing = drawingConsole(calls, WHOLE);
    assertEquals(state.mode, 0xf);
  }
  assertEquals(state.mode, 0x3);
});

Deno.test("a console that obeys them already keeps what it had", () => {
  const { state, calls } = console({ mode: 0x7 });
  drawingConsole(calls, WHOLE)[Symbol.dispose]();
  assertEquals(state.mode, 0x7);
});

Deno.test("a console that always returns at a new line is drawn on all the same", () => {
  const { state, calls } = console({ mode: 0x3, refuses: 0x8 });
  using _drawing = drawingConsole(calls, WHOLE);
  assertEquals(state.mode, 0x7);
});

Deno.test("a console that cannot obey them is refused, and left as it was", () => {
  const { state, calls } = console({ mode: 0x3, refuses: 0x4 });
  const error = assertThrows(() => drawingConsole(calls, WHOLE), HostError);
  assertEquals(
    error.message,
    "Cannot draw on this console: it does not obey control sequences; turn off " +
      '"Use legacy console" in its properties, or use Windows Terminal',
  );
  assertEquals(state.mode, 0x3);
});

Deno.test("without a console there is nothing to change", () => {
  const { state, calls } = console({ mode: null });
  drawingConsole(calls, WHOLE)[Symbol.dispose]();
  assertEquals(state.mode, null);
});

Deno.test("for colours alone a line feed still returns, and an obeying console is left alone", () => {
  const off = console({ mode: 0x3 });
  {
    using _coloured = drawingConsole(off.calls, { whole: false });
    assertEquals(off.state.mode, 0x7);
  }
  assertEquals(off.state.mode, 0x3);
  const on = console({ mode: 0x7, refuses: 0x4 });
  drawingConsole(on.calls, { whole: false })[Symbol.dispose]();
  assertEquals(on.state.mode, 0x7);
  const old = console({ mode: 0x3, refuses: 0x4 });
  assertThrows(() => drawingConsole(old.calls, { whole: false }), HostError);
  assertEquals(old.state.mode, 0x3);
});
