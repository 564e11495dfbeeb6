import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { CaptureError } from "../../lib/errors.ts";
import { HostError } from "../../lib/host/host.ts";
import { addKnowledge } from "../../lib/lookup/add_knowledge.ts";
import { Knowledge } from "../../lib/lookup/knowledge.ts";
import { LOOKUPS, nameOf, testAskers } from "../support/askers.ts";
import { fakeHost } from "../support/fake_host.ts";

interface Row {
  readonly remoteAddress: string | null;
  readonly remoteHost: string | null;
  readonly remoteAsn: number | null;
  readonly [field: string]: string | number | null;
}

const row = (remoteAddress: string | null): Row => ({
  remoteAddress,
  remoteHost: null,
  remoteAsn: null,
});

Deno.test("each address is asked about once over all batches, public ones about owners", async () => {
  const { askers, names, owners } = testAskers();
  const knowledge = new Knowledge({ host: fakeHost(), lookups: LOOKUPS, askers });
  const first = await knowledge.addTo(["8.8.8.8", "10.0.0.1", "8.8.8.8", null].map(row));
  const second = await knowledge.addTo(["1.1.1.1", "8.8.8.8", "0.0.0.0"].map(row));
  assertEquals(names, [["8.8.8.8", "10.0.0.1"], ["1.1.1.1"]]);
  assertEquals(owners, [["8.8.8.8"], ["1.1.1.1"]]);
  assertEquals(
    [...first, ...second].map(({ remoteHost, remoteAsn }) => [remoteHost, remoteAsn]),
    [
      [nameOf("8.8.8.8"), 64496],
      [nameOf("10.0.0.1"), null],
      [nameOf("8.8.8.8"), 64496],
      [null, null],
      [nameOf("1.1.1.1"), 64496],
      [nameOf("8.8.8.8"), 64496],
      [null, null],
    ],
  );
  await knowledge.addTo(["8.8.8.8"].map(row));
  assertEquals([names.length, owners.length], [2, 2]);
});

Deno.test("whatever the rows, none is lost, moved or changed, and each question is new", async () => {
  const addresses = fc.constantFrom(null, "8.8.8.8", "10.0.0.1", "::1", "2001:4860:4860::8888");
  const batches = fc.array(fc.array(addresses, { maxLength: 8 }), { maxLength: 5 });
  await fc.assert(fc.asyncProperty(batches, async (batches) => {
    const { askers, names, owners } = testAskers();
    const knowledge = new Knowledge({ host: fakeHost(), lookups: LOOKUPS, askers });
    for (const batch of batches) {
      const rows = batch.map((address) => Object.freeze(row(address)));
      const known = await knowledge.addTo(rows);
      assertEquals(known.map(({ remoteAddress }) => remoteAddress), batch);
      for (const { remoteAddress, remoteHost } of known) {
        const named = remoteAddress !== null && remoteAddress !== "::1";
        assertEquals(remoteHost, named ? nameOf(remoteAddress) : null);
      }
    }
    for (const asked of [names.flat(), owners.flat()]) {
      assertEquals(asked.length, new Set(asked).size);
    }
  }));
});

Deno.test("names that are there are not asked for", async () => {
  const { askers, names, owners } = testAskers();
  const named = { ...row("8.8.8.8"), remoteHost: "printed.example" };
  const { rows } = await addKnowledge([named], { host: fakeHost(), lookups: LOOKUPS, askers });
  assertEquals([names, owners], [[], [["8.8.8.8"]]]);
  assertEquals(rows, [{ ...named, remoteAsn: 64496 }]);
});

Deno.test("only what is wanted is asked for", async () => {
  for (const [resolve, owner] of [[true, false], [false, true], [false, false]] as const) {
    const { askers, names, owners } = testAskers();
    const lookups = { ...LOOKUPS, resolve, owner };
    const { rows } = await addKnowledge([row("8.8.8.8")], { host: fakeHost(), lookups, askers });
    assertEquals([names.length, owners.length], [Number(resolve), Number(owner)]);
    assertEquals(rows[0]!.remoteHost, resolve ? nameOf("8.8.8.8") : null);
    assertEquals(rows[0]!.remoteAsn, owner ? 64496 : null);
  }
});

Deno.test("names and owners are asked for side by side", async () => {
  const { askers } = testAskers();
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const meet = () => ++begun === 2 ? both.resolve() : undefined;
  await addKnowledge([row("8.8.8.8")], {
    host: fakeHost(),
    lookups: LOOKUPS,
    askers: {
      reverseNames: async (...question) => {
        meet();
        await both.promise;
        return await askers.reverseNames(...question);
      },
      lookUpOwners: async (...question) => {
        meet();
        await both.promise;
        return await askers.lookUpOwners(...question);
      },
    },
  });
  assertEquals(begun, 2);
});

Deno.test("what fails as a whole is told once, and the rest is filled", async () => {
  const { askers, owners } = testAskers();
  for (
    const error of [
      new CaptureError("Cannot run nslookup: gone"),
      new HostError("timedOut", "Cannot run nslookup: gone"),
    ]
  ) {
    const knowledge = new Knowledge({
      host: fakeHost(),
      lookups: LOOKUPS,
      askers: { ...askers, reverseNames: () => Promise.reject(error) },
    });
    const rows = [
      ...await knowledge.addTo([row("8.8.8.8")]),
      ...await knowledge.addTo([row("1.1.1.1")]),
    ];
    assertEquals(rows.map(({ remoteHost }) => remoteHost), [null, null]);
    assertEquals(rows.map(({ remoteAsn }) => remoteAsn), [64496, 64496]);
    assertEquals(knowledge.warnings, ["Cannot run nslookup: gone"]);
  }
  assertEquals(owners.length, 4);
});

Deno.test("warnings of the askers are handed on", async () => {
  const { askers } = testAskers();
  const { warnings } = await addKnowledge([row("8.8.8.8")], {
    host: fakeHost(),
    lookups: LOOKUPS,
    askers: {
      ...askers,
      lookUpOwners: () => Promise.resolve({ owners: new Map(), warnings: ["no answer"] }),
    },
  });
  assertEquals(warnings, ["no answer"]);
});

Deno.test("a bug is no warning", async () => {
  const { askers } = testAskers();
  const reverseNames = () => Promise.reject(new TypeError("x is undefined"));
  await assertRejects(
    () =>
      addKnowledge([row("8.8.8.8")], {
        host: fakeHost(),
        lookups: LOOKUPS,
        askers: { ...askers, reverseNames },
      }),
    TypeError,
  );
});

Deno.test("all batches share the time there is", async () => {
  let now = 0;
  const given: number[] = [];
  const { askers, names } = testAskers({ then: () => now += 4_000 });
  const knowledge = new Knowledge({
    host: fakeHost({ now: () => now }),
    lookups: { ...LOOKUPS, owner: false, totalMilliseconds: 7_000 },
    askers: {
      ...askers,
      reverseNames: (host, addresses, options) => {
        given.push(options.totalMilliseconds);
        return askers.reverseNames(host, addresses, options);
      },
    },
  });
  for (const address of ["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1"]) {
    await knowledge.addTo([row(address)]);
    // Reading the next rows takes time too, but nothing is looked up meanwhile.
    now += 60_000;
  }
  assertEquals([given, names], [[7_000, 3_000], [["8.8.8.8"], ["8.8.4.4"]]]);
  assertEquals(knowledge.warnings.length, 1);
  assertEquals(knowledge.warnings[0]!.startsWith("Cannot look up all addresses: "), true);
});

Deno.test("progress counts names and owners together, over all batches", async () => {
  const { askers } = testAskers();
  const told: [number, number][] = [];
  const knowledge = new Knowledge({
    host: fakeHost(),
    lookups: LOOKUPS,
    askers,
    onProgress: (done, total) => told.push([done, total]),
  });
  await knowledge.addTo(["8.8.8.8", "10.0.0.1"].map(row));
  await knowledge.addTo(["1.1.1.1"].map(row));
  // The second batch begins where the first ended.
  assertEquals(told.at(-1), [5, 5]);
  assertEquals(
    told.findIndex(([, total]) => total === 5),
    told.findLastIndex(([, total]) => total === 3) + 1,
  );
  for (const [index, [done, total]] of told.entries()) {
    assertEquals(done <= total && done >= (told[index - 1]?.[0] ?? 0), true);
  }
});
