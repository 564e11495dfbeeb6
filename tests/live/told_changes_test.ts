/** What a reader of the stream is told when filters choose. */
import { assertEquals } from "@std/assert";
import { ToldChanges } from "../../lib/live/told_changes.ts";
import { ConnectionTracker } from "../../lib/live/track_connections.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { buildSelection, type SelectionOptions } from "../../lib/rows/choose/selection.ts";
import { listener, peer } from "../support/compared_rows.ts";

const WEB = peer("198.51.100.4", { pid: 80, process: "chrome.exe", direction: "outbound" });
const SERVER = listener(8080, { pid: 71, process: "nginx" });

/** What is told of looks, one list for each. */
function told(
  options: SelectionOptions,
  looks: readonly (readonly Connection[])[],
  { isChangesOnly = false, waitsFor = null as number | null } = {},
): string[][] {
  const tracker = new ConnectionTracker();
  const reader = new ToldChanges({ selection: buildSelection(options), isChangesOnly });
  return looks.map((connections, at) => {
    const look = { ...tracker.update({ connections, processes: null, at }), at };
    const found = look.rows.find(({ connection }) => connection.localPort === waitsFor) ?? null;
    return reader.of(look, found).map(({ change, localPort, previousState, state, process }) =>
      `${change} ${localPort} ${process} ${previousState} ${state}`
    );
  });
}

Deno.test("it begins with what is there, as opened", () => {
  assertEquals(told({}, [[WEB, SERVER], [SERVER]]), [
    ["opened 50001 chrome.exe null ESTABLISHED", "opened 8080 nginx null LISTENING"],
    ["closed 50001 chrome.exe ESTABLISHED ESTABLISHED"],
  ]);
});

Deno.test("with changes only, what is there is left out, and its end is told", () => {
  assertEquals(told({}, [[WEB, SERVER], [SERVER], [SERVER, WEB]], { isChangesOnly: true }), [
    [],
    ["closed 50001 chrome.exe ESTABLISHED ESTABLISHED"],
    ["opened 50001 chrome.exe null ESTABLISHED"],
  ]);
});

Deno.test("a connection that the filters choose no more is told with the change that did it", () => {
  const waiting = { ...WEB, state: "TIME_WAIT", pid: 0, process: null };
  assertEquals(told({ established: true }, [[WEB], [waiting], []]), [
    ["opened 50001 chrome.exe null ESTABLISHED"],
    ["changed 50001 chrome.exe ESTABLISHED TIME_WAIT"],
    [], // the reader knows that it is not among the chosen ones
  ]);
});

Deno.test("a connection that comes to be chosen by its state is told with that change", () => {
  const opening = { ...WEB, state: "SYN_SENT" };
  assertEquals(told({ established: true }, [[opening], [WEB], []]), [
    [],
    ["changed 50001 chrome.exe SYN_SENT ESTABLISHED"],
    ["closed 50001 chrome.exe ESTABLISHED ESTABLISHED"],
  ]);
});

Deno.test("a connection that comes to be chosen because its program is known is told as opened", () => {
  const nameless = { ...WEB, process: null };
  const chosen = { process: ["chrome"] };
  assertEquals(told(chosen, [[nameless], [WEB], [WEB], []]), [
    [],
    ["opened 50001 chrome.exe null ESTABLISHED"],
    [],
    ["closed 50001 chrome.exe ESTABLISHED ESTABLISHED"],
  ]);
  assertEquals(told(chosen, [[nameless], [WEB]], { isChangesOnly: true })[1], [
    "opened 50001 chrome.exe null ESTABLISHED",
  ]);
});

Deno.test("what the filters never choose is never told", () => {
  assertEquals(told({ listening: true }, [[WEB], [{ ...WEB, state: "CLOSE_WAIT" }], []]), [
    [],
    [],
    [],
  ]);
});

Deno.test("what was waited for is told in any case, once", () => {
  assertEquals(told({}, [[SERVER]], { isChangesOnly: true, waitsFor: 8080 }), [
    ["opened 8080 nginx null LISTENING"],
  ]);
  assertEquals(told({}, [[SERVER]], { waitsFor: 8080 }), [["opened 8080 nginx null LISTENING"]]);
  assertEquals(told({}, [[], [SERVER]], { waitsFor: 8080 }), [
    [],
    ["opened 8080 nginx null LISTENING"],
  ]);
});
