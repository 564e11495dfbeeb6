import { assertEquals } from "@std/assert";
import { hiddenNote, OwnersSeen } from "../../lib/capture/hidden_owners.ts";

const SEEN = { pid: 7, process: "a", note: null };
const hidden = (note: string | null = null) => ({ pid: null, process: null, note });

function counted(rows: readonly Parameters<OwnersSeen["count"]>[0][number][]): OwnersSeen {
  const owners = new OwnersSeen();
  owners.hiddenBy = "root";
  owners.count(rows);
  return owners;
}

Deno.test("nothing is said where every owner was seen, or there is none", () => {
  for (const rows of [[], [SEEN], [{ ...hidden(), pid: 0 }], [{ ...hidden(), process: "b.exe" }]]) {
    assertEquals(counted(rows).summary, null);
    assertEquals(counted(rows).guesses, []);
  }
});

Deno.test("owners that could not be seen are counted over all batches, with the reason", () => {
  const owners = counted([SEEN, hidden()]);
  owners.count([hidden(hiddenNote("root")), SEEN, SEEN]);
  assertEquals(owners.summary, "owners of 2 of 5 sockets could not be seen: needs root");
  assertEquals(
    counted([hidden()]).summary,
    "owners of 1 of 1 socket could not be seen: needs root",
  );
});

Deno.test("several reasons are told with their numbers; who waits to be accepted is not hidden", () => {
  const owners = counted([
    hidden(hiddenNote("rights")),
    hidden(hiddenNote("elsewhere")),
    hidden(hiddenNote("elsewhere")),
    hidden("not accepted yet: 7 or 8 will get it"),
  ]);
  assertEquals(
    owners.summary,
    "owners of 3 of 4 sockets could not be seen: needs administrator's rights (1); " +
      "another container or the kernel may be the owner (2)",
  );
  assertEquals(owners.hidden, 3);
});

Deno.test("netstat without -o printed no process IDs, some or all", () => {
  const owners = new OwnersSeen();
  owners.count([hidden(), hidden()], "notPrinted");
  assertEquals(
    owners.summary,
    "netstat printed no process IDs: it does with -o (on Linux with -p)",
  );
  owners.count([SEEN]);
  assertEquals(
    owners.summary,
    "owners of 2 of 3 sockets could not be seen: netstat printed no process IDs",
  );
});

Deno.test("what a filter on owners left out or kept without knowing is told", () => {
  const owners = counted([]);
  owners.judged(hidden(), () => false);
  owners.judged(hidden(), () => false);
  owners.judged(hidden(), () => true);
  assertEquals(owners.guesses, [
    "2 sockets whose owner could not be seen are left out: needs root",
    "1 socket whose owner could not be seen is kept: needs root",
  ]);
});

Deno.test("a holder that is not the owner is told, with the owner", () => {
  const owners = counted([]);
  const row = { pid: 20001, process: "master", note: null };
  assertEquals(owners.concerns(row), false);
  owners.share(row, [
    { pid: 20001, process: "master" },
    { pid: 20, process: "worker" },
    { pid: 21, process: null },
  ]);
  assertEquals(owners.concerns(row), true);
  owners.judged(row, ({ pid }) => pid === 20);
  owners.judged(row, ({ pid }) => pid === 20);
  owners.judged(row, ({ pid }) => pid === 21);
  owners.judged(row, ({ pid }) => pid === 99);
  owners.judged(row, () => true); // it is the owner who is meant
  assertEquals(owners.guesses, [
    "2 sockets that 20 worker holds too are listed under 20001 master, the owner",
    "1 socket that 21 holds too is listed under 20001 master, the owner",
  ]);
});
