import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { KnownPrograms, mayBeOneProgram } from "../../lib/rows/peer_groups.ts";
import { peer } from "../support/compared_rows.ts";
import { assertDiffLaws, listings } from "../support/compared_rows.ts";
import { assertLinear } from "../support/timing.ts";
import { diffConnections } from "../../lib/rows/diff_connections.ts";

Deno.test("nothing changes from a listing to itself, and back is the mirror of there", () => {
  fc.assert(
    fc.property(listings, ([old, current]) => assertDiffLaws(old, current)),
    { numRuns: 3000 },
  );
});

Deno.test("programs that are looked up at once are found as one by one", () => {
  fc.assert(
    fc.property(listings, ([rows, others]) => {
      const programs = new KnownPrograms();
      for (const row of rows) programs.add(row);
      for (const row of others) {
        assertEquals(programs.has(row), rows.some((known) => mayBeOneProgram(known, row)));
      }
    }),
    { numRuns: 1000 },
  );
});

Deno.test("comparing takes time as the number of rows does", () => {
  const many = (fields: (at: number) => Parameters<typeof peer>[1]) => (size: number) =>
    Array.from(
      { length: size },
      (_, at) => peer(`10.${at >> 16}.${at >> 8 & 255}.${at & 255}`, fields(at)),
    );
  const kinds = {
    "peers of one program": many(() => ({ pid: 10, process: "a.exe" })),
    "programs with one peer": many((at) => ({
      remoteAddress: "192.0.2.9",
      process: `p${at}`,
      pid: at,
    })),
    "rows that nothing tells apart": many(() => ({ remoteAddress: "192.0.2.9" })),
    "rows with other times": many((at) => ({
      remoteAddress: "192.0.2.9",
      createdAt: new Date(at).toISOString(),
    })),
  };
  for (const [name, prepare] of Object.entries(kinds)) {
    for (const exact of [false, true]) {
      const run = (rows: ReturnType<typeof prepare>) =>
        diffConnections(
          rows.slice(0, -1),
          rows.map((row, at) =>
            at % 2 ? { ...row, state: "CLOSE_WAIT", pid: at % 3 ? row.pid : null } : row
          ).slice(1),
          { exact },
        );
      assertLinear(run, { prepare, size: 20_000, name: `${name}, exact: ${exact}` });
    }
  }
});
