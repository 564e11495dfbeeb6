import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { CaptureError } from "../../lib/errors.ts";
import { HostError } from "../../lib/host/host.ts";
import { Lookup, lookUpRows } from "../../lib/lookup/lookup.ts";
import { fakeHost } from "../support/fake_host.ts";
import { nameOf, PLAN, testSources } from "../support/lookup_sources.ts";

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

Deno.test("each address is looked up once over all batches, only public ones for owners", async () => {
  const { sources, names, owners } = testSources();
  const lookup = new Lookup({ host: fakeHost(), plan: PLAN, sources });
  const first = await lookup.addTo(["8.8.8.8", "10.0.0.1", "8.8.8.8", null].map(row));
  const second = await lookup.addTo(["1.1.1.1", "8.8.8.8", "0.0.0.0"].map(row));
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
  await lookup.addTo(["8.8.8.8"].map(row));
  assertEquals([names.length, owners.length], [2, 2]);
});

Deno.test("no row is lost, moved or changed, and no address is looked up twice", async () => {
  const addresses = fc.constantFrom(null, "8.8.8.8", "10.0.0.1", "::1", "2001:4860:4860::8888");
  const batches = fc.array(fc.array(addresses, { maxLength: 8 }), { maxLength: 5 });
  await fc.assert(fc.asyncProperty(batches, async (batches) => {
    const { sources, names, owners } = testSources();
    const lookup = new Lookup({ host: fakeHost(), plan: PLAN, sources });
    for (const batch of batches) {
      const rows = batch.map((address) => Object.freeze(row(address)));
      const known = await lookup.addTo(rows);
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

Deno.test("existing names are not looked up", async () => {
  const { sources, names, owners } = testSources();
  const named = { ...row("8.8.8.8"), remoteHost: "printed.example" };
  const { rows } = await lookUpRows([named], { host: fakeHost(), plan: PLAN, sources });
  assertEquals([names, owners], [[], [["8.8.8.8"]]]);
  assertEquals(rows, [{ ...named, remoteAsn: 64496 }]);
});

Deno.test("only names or owners are looked up if the plan asks for one of them", async () => {
  for (const [resolve, owner] of [[true, false], [false, true], [false, false]] as const) {
    const { sources, names, owners } = testSources();
    const plan = { ...PLAN, resolve, owner };
    const { rows } = await lookUpRows([row("8.8.8.8")], { host: fakeHost(), plan, sources });
    assertEquals([names.length, owners.length], [Number(resolve), Number(owner)]);
    assertEquals(rows[0]!.remoteHost, resolve ? nameOf("8.8.8.8") : null);
    assertEquals(rows[0]!.remoteAsn, owner ? 64496 : null);
  }
});

Deno.test("names and owners are looked up side by side", async () => {
  const { sources } = testSources();
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const meet = () => ++begun === 2 ? both.resolve() : undefined;
  await lookUpRows([row("8.8.8.8")], {
    host: fakeHost(),
    plan: PLAN,
    sources: {
      reverseNames: async (...question) => {
        meet();
        await both.promise;
        return await sources.reverseNames(...question);
      },
      lookUpOwners: async (...question) => {
        meet();
        await both.promise;
        return await sources.lookUpOwners(...question);
      },
    },
  });
  assertEquals(begun, 2);
});

Deno.test("a look-up that fails altogether is one warning, and the other still fills its fields", async () => {
  const { sources, owners } = testSources();
  for (
    const error of [
      new CaptureError("Cannot run nslookup: gone"),
      new HostError("timedOut", "Cannot run nslookup: gone"),
    ]
  ) {
    const lookup = new Lookup({
      host: fakeHost(),
      plan: PLAN,
      sources: { ...sources, reverseNames: () => Promise.reject(error) },
    });
    const rows = [
      ...await lookup.addTo([row("8.8.8.8")]),
      ...await lookup.addTo([row("1.1.1.1")]),
    ];
    assertEquals(rows.map(({ remoteHost }) => remoteHost), [null, null]);
    assertEquals(rows.map(({ remoteAsn }) => remoteAsn), [64496, 64496]);
    assertEquals(lookup.warnings(), ["Cannot run nslookup: gone"]);
  }
  assertEquals(owners.length, 4);
});

Deno.test("warnings of the sources are passed on", async () => {
  const { sources } = testSources();
  const { warnings } = await lookUpRows([row("8.8.8.8")], {
    host: fakeHost(),
    plan: PLAN,
    sources: {
      ...sources,
      lookUpOwners: () => Promise.resolve({ owners: new Map(), warnings: ["no answer"] }),
    },
  });
  assertEquals(warnings, ["no answer"]);
});

Deno.test("a bug is not a warning", async () => {
  const { sources } = testSources();
  const reverseNames = () => Promise.reject(new TypeError("x is undefined"));
  await assertRejects(
    () =>
      lookUpRows([row("8.8.8.8")], {
        host: fakeHost(),
        plan: PLAN,
        sources: { ...sources, reverseNames },
      }),
    TypeError,
  );
});

Deno.test("all batches share the time-out", async () => {
  let now = 0;
  const given: number[] = [];
  const { sources, names } = testSources({ then: () => now += 4_000 });
  const lookup = new Lookup({
    host: fakeHost({ now: () => now }),
    plan: { ...PLAN, owner: false, totalMilliseconds: 7_000 },
    sources: {
      ...sources,
      reverseNames: (host, addresses, options) => {
        given.push(options.totalMilliseconds);
        return sources.reverseNames(host, addresses, options);
      },
    },
  });
  for (const address of ["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1"]) {
    await lookup.addTo([row(address)]);
    // Reading the next rows takes time too, but nothing is looked up meanwhile.
    now += 60_000;
  }
  assertEquals([given, names], [[7_000, 3_000], [["8.8.8.8"], ["8.8.4.4"]]]);
  assertEquals(lookup.warnings().length, 1);
  assertEquals(lookup.warnings()[0]!.startsWith("Cannot look up all addresses: "), true);
});

Deno.test("progress counts names and owners together, over all batches", async () => {
  const { sources } = testSources();
  const told: [number, number][] = [];
  const lookup = new Lookup({
    host: fakeHost(),
    plan: PLAN,
    sources,
    onProgress: (done, total) => told.push([done, total]),
  });
  await lookup.addTo(["8.8.8.8", "10.0.0.1"].map(row));
  await lookup.addTo(["1.1.1.1"].map(row));
  // The second batch starts where the first ended.
  assertEquals(told.at(-1), [5, 5]);
  assertEquals(
    told.findIndex(([, total]) => total === 5),
    told.findLastIndex(([, total]) => total === 3) + 1,
  );
  for (const [index, [done, total]] of told.entries()) {
    assertEquals(done <= total && done >= (told[index - 1]?.[0] ?? 0), true);
  }
});

Deno.test("an abort ends the call with the signal's reason, and is no warning", async () => {
  const controller = new AbortController();
  const { sources, names } = testSources();
  const signals: (AbortSignal | undefined)[] = [];
  const lookup = new Lookup({
    host: fakeHost(),
    plan: { ...PLAN, signal: controller.signal },
    sources: {
      ...sources,
      lookUpOwners: (_host, _addresses, { signal }) => {
        signals.push(signal);
        controller.abort("stop");
        return Promise.reject(new HostError("other", "Cannot get it: aborted"));
      },
    },
  });
  assertEquals(await lookup.addTo([row("8.8.8.8")]).catch((error) => error), "stop");
  assertEquals(await lookup.addTo([row("1.1.1.1")]).catch((error) => error), "stop");
  assertEquals([lookup.warnings(), names], [[], [["8.8.8.8"]]]);
  assertEquals(signals, [controller.signal]);
});

Deno.test("the fields are those that the plan asks for", () => {
  const fields = (resolve: boolean, owner: boolean) =>
    new Lookup({ host: fakeHost(), plan: { ...PLAN, resolve, owner } }).fields;
  assertEquals(fields(true, false), ["remoteHost"]);
  assertEquals(fields(false, true), [
    "remoteAsn",
    "remoteOwner",
    "remoteCountry",
    "remoteNetwork",
  ]);
  assertEquals(fields(false, false), []);
});
