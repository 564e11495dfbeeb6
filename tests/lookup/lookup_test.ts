import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { CaptureError } from "../../lib/errors.ts";
import { HostError } from "../../lib/host/host.ts";
import {
  Lookup,
  lookUpRows,
  ownerValues,
  REMOTE_NAME_FIELDS,
  REMOTE_OWNER_FIELDS,
} from "../../lib/lookup/lookup.ts";
import { fillRow, lacksAny } from "../../lib/lookup/found_values.ts";
import { emptyRecord, type ObjectRow } from "../../lib/model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../lib/model/owner.ts";
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
  const lookup = new Lookup({ ...PLAN, host: fakeHost(), sources });
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
    const lookup = new Lookup({ ...PLAN, host: fakeHost(), sources });
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
  const { rows } = await lookUpRows([named], { ...PLAN, host: fakeHost(), sources });
  assertEquals([names, owners], [[], [["8.8.8.8"]]]);
  assertEquals(rows, [{ ...named, remoteAsn: 64496 }]);
});

Deno.test("only names or owners are looked up if the plan asks for one of them", async () => {
  for (const [resolve, owner] of [[true, false], [false, true], [false, false]] as const) {
    const { sources, names, owners } = testSources();
    const plan = { ...PLAN, resolve, owner };
    const { rows } = await lookUpRows([row("8.8.8.8")], { ...plan, host: fakeHost(), sources });
    assertEquals([names.length, owners.length], [Number(resolve), Number(owner)]);
    assertEquals(rows[0]!.remoteHost, resolve ? nameOf("8.8.8.8") : null);
    assertEquals(rows[0]!.remoteAsn, owner ? 64496 : null);
  }
});

Deno.test("what to look up is enough: the rest has defaults", async () => {
  const { sources } = testSources();
  const given: unknown[] = [];
  const { rows } = await lookUpRows([row("8.8.8.8")], {
    resolve: true,
    owner: true,
    host: fakeHost({ cacheFolder: () => "/cache" }),
    sources: {
      reverseNames: (host, addresses, { server, cacheFolder, ...options }) => {
        const { questionMilliseconds, totalMilliseconds } = options;
        given.push([server, cacheFolder, questionMilliseconds, totalMilliseconds]);
        return sources.reverseNames(host, addresses, { server, cacheFolder, ...options });
      },
      lookUpOwners: (host, addresses, { server, cacheFolder, ...options }) => {
        const { questionMilliseconds, totalMilliseconds, dns, rdap } = options;
        given.push([server, cacheFolder, questionMilliseconds, totalMilliseconds, dns, rdap]);
        return sources.lookUpOwners(host, addresses, { server, cacheFolder, ...options });
      },
    },
  });
  assertEquals(given, [
    [null, "/cache", 2_000, 30_000],
    [null, "/cache", 2_000, 30_000, true, false],
  ]);
  assertEquals([rows[0]!.remoteHost, rows[0]!.remoteAsn], [nameOf("8.8.8.8"), 64496]);
});

Deno.test("names and owners are looked up side by side", async () => {
  const { sources } = testSources();
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const meet = () => ++begun === 2 ? both.resolve() : undefined;
  await lookUpRows([row("8.8.8.8")], {
    ...PLAN,
    host: fakeHost(),
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
      ...PLAN,
      host: fakeHost(),
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
    ...PLAN,
    host: fakeHost(),
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
        ...PLAN,
        host: fakeHost(),
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
    ...PLAN,
    owner: false,
    totalMilliseconds: 7_000,
    host: fakeHost({ now: () => now }),
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
    ...PLAN,
    host: fakeHost(),
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
    ...PLAN,
    signal: controller.signal,
    host: fakeHost(),
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
    new Lookup({ ...PLAN, resolve, owner, host: fakeHost() }).fields;
  assertEquals(fields(true, false), ["remoteHost", "remoteHostSource"]);
  assertEquals(fields(false, true), [
    "remoteAsn",
    "remoteOwner",
    "remoteCountry",
    "remoteNetwork",
  ]);
  assertEquals(fields(false, false), []);
});

const ROW = {
  remoteAddress: "8.8.8.8",
  remoteHost: null,
  remoteAsn: null,
  remoteOwner: null,
  remoteCountry: null,
  remoteNetwork: null,
};
const OWNER: OwnerRecord = {
  ...emptyRecord(OWNER_FIELDS),
  address: "8.8.8.8",
  network: "8.8.8.0/24",
  asn: 15169,
  asName: "GOOGLE, US",
  registryCountry: "US",
};

const NOBODY: OwnerRecord = { ...emptyRecord(OWNER_FIELDS), address: "8.8.8.8" };
const VALUES = { remoteHost: "dns.google", ...ownerValues(OWNER) };
const lacksName = (row: ObjectRow) => lacksAny(row, REMOTE_NAME_FIELDS);
const lacksOwner = (row: ObjectRow) => lacksAny(row, REMOTE_OWNER_FIELDS);

Deno.test("empty fields of a row are filled, in a new row", () => {
  const filled = fillRow(ROW, VALUES);
  assertEquals(filled as unknown, {
    remoteAddress: "8.8.8.8",
    remoteHost: "dns.google",
    remoteAsn: 15169,
    remoteOwner: "GOOGLE, US",
    remoteCountry: "US",
    remoteNetwork: "8.8.8.0/24",
  });
  assertEquals([ROW.remoteHost, ROW.remoteAsn], [null, null]);
});

Deno.test("the organization takes precedence over the name of the AS", () => {
  const owner = { ...OWNER, organization: "Google LLC" };
  assertEquals(fillRow(ROW, ownerValues(owner)).remoteOwner as unknown, "Google LLC");
});

Deno.test("the owner is the organization, else the name of the AS, else that of the network", () => {
  const owner = (values: Partial<OwnerRecord>) => ownerValues({ ...NOBODY, ...values }).remoteOwner;
  const networkName = "XX-BEISPIEL-20100712";
  const asName = "BEISPIEL, DE";
  const organization = "Beispiel AG";
  assertEquals(owner({ organization, asName, networkName }), organization);
  assertEquals(owner({ asName, networkName }), asName);
  assertEquals(owner({ networkName }), networkName);
  assertEquals(owner({}), null);
  // A number is no name.
  assertEquals(owner({ networkName: "331202" }), null);
  // An organization that is only the network's name, for want of a better one.
  assertEquals(owner({ organization: networkName, networkName, asName }), asName);
  assertEquals(owner({ organization: networkName, networkName }), networkName);
  // LACNIC names networks after their holders.
  assertEquals(owner({ organization, networkName: organization, asName }), organization);
});

Deno.test("existing values stay, and no fields are added", () => {
  const there = { ...ROW, remoteHost: "printed.example", remoteAsn: 64496 };
  const filled = fillRow(there, VALUES);
  assertEquals([filled.remoteHost, filled.remoteAsn], ["printed.example", 64496]);
  const socket = { remoteAddress: "8.8.8.8", remoteHost: null };
  assertEquals(Object.keys(fillRow(socket, VALUES)), [
    "remoteAddress",
    "remoteHost",
  ]);
});

Deno.test("a row with nothing to fill stays the same object", () => {
  assertStrictEquals(fillRow(ROW, { remoteHost: null, ...ownerValues(NOBODY) }), ROW);
});

Deno.test("a row lacks a name or an owner if it has a field for it that is null", () => {
  assertEquals([lacksName(ROW), lacksOwner(ROW)], [true, true]);
  assertEquals([lacksName({ remoteHost: "a.example" }), lacksOwner({})], [false, false]);
  assertEquals(lacksName({}), false);
});

/** Looks up the owner of a row's remote address, which is the one given. */
async function owned(row: ObjectRow, owner: Partial<OwnerRecord>): Promise<ObjectRow> {
  const address = String(row.remoteAddress);
  const { rows } = await lookUpRows([row], {
    owner: true,
    host: fakeHost(),
    cacheFolder: null,
    sources: {
      lookUpOwners: () =>
        Promise.resolve({
          owners: new Map([[address, { ...NOBODY, ...owner, address }]]),
          warnings: [],
        }),
    },
  });
  return rows[0]!;
}

Deno.test("a row tells why its owner is not known, and what else there is to know", async () => {
  const noted = { ...ROW, note: null };
  const failed = "no answer from origin.asn.cymru.com: timed out";
  assertEquals((await owned(noted, { note: failed })).note, failed);
  const both = { ...ROW, note: "the owning process could not be seen: needs root" };
  assertEquals(
    (await owned(both, { ...OWNER, note: "announced by AS20773 too" })).note,
    "the owning process could not be seen: needs root; announced by AS20773 too",
  );
  assertEquals((await owned(noted, OWNER)).note, null);
});

Deno.test("a row that has an owner or the note already gets none, nor one without the field", async () => {
  const note = "announced by AS20773 too";
  const whole = {
    ...{ remoteAddress: "8.8.8.8", remoteAsn: 1, remoteOwner: "A", remoteCountry: "US" },
    ...{ remoteNetwork: "8.8.8.0/24", note: null },
  };
  assertEquals(await owned(whole, { note }), whole);
  const before = { ...ROW, note: `its parent has ended; ${note}` };
  assertEquals((await owned(before, { note })).note, before.note);
  assertEquals("note" in await owned(ROW, { note }), false);
});

Deno.test("that an address carries another is said where that is another host", async () => {
  const row = (remoteAddress: string) => ({ ...ROW, remoteAddress, note: null });
  const carried = "asked about 8.8.8.8, which it carries";
  for (const mapped of ["::ffff:8.8.8.8", "64:ff9b::808:808"]) {
    assertEquals((await owned(row(mapped), { ...OWNER, note: carried })).note, null);
    const more = `${carried}; announced by AS64497 too`;
    assertEquals((await owned(row(mapped), { note: more })).note, "announced by AS64497 too");
  }
  assertEquals((await owned(row("2002:808:808::1"), { note: carried })).note, carried);
});
