import { assertEquals, assertRejects } from "@std/assert";
import { CaptureError, ParseError } from "../../../../lib/errors.ts";
import { Lookup } from "../../../../lib/lookup/lookup.ts";
import { lookUpOfflineOwners } from "../../../../lib/lookup/owners/offline/offline_owners.ts";
import type { OwnerRecord } from "../../../../lib/model/owner.ts";
import { fakeHost } from "../../../support/fake_host.ts";
import { fileHost, type Files } from "../../../support/run_main.ts";
import { writeMmdb } from "../../../support/mmdb_writer.ts";

const NOW = Date.UTC(2026, 10, 26, 12);
const seconds = (year: number, month: number, day: number) =>
  BigInt(Date.UTC(year, month - 1, day) / 1000);

const ASNS = writeMmdb({
  records: [
    ["8.8.0.0/16", { autonomous_system_number: 64496, autonomous_system_organization: "Widgets" }],
    ["9.9.9.0/24", { autonomous_system_number: 64497 }],
  ],
  metadata: { database_type: "GeoLite2-ASN", build_epoch: seconds(2026, 11, 3) },
});
const COUNTRIES = writeMmdb({
  records: [
    ["8.8.8.0/24", { country: { iso_code: "DE" }, registered_country: { iso_code: "US" } }],
    ["9.9.9.0/24", { country: { iso_code: "CH" } }],
  ],
  metadata: { database_type: "GeoLite2-Country", build_epoch: seconds(2026, 6, 1) },
});

const FILES: Files = {
  "asn.mmdb": ASNS,
  "country.mmdb": COUNTRIES,
  "geo/asn-ipv4.csv": '8.8.8.0,8.8.8.255,64500,"Other, Inc."\n9.9.9.9,9.9.9.9,64497,Ninth\n',
  "broken.csv": "8.8.8.0,8.8.8.255,64500,Other\nnonsense\n",
};

async function look(databases: readonly string[], ...addresses: string[]) {
  const host = fakeHost({ ...fileHost(FILES), now: () => NOW });
  const notes: string[] = [];
  const { owners, warnings } = await lookUpOfflineOwners(host, addresses, {
    databases,
    onNote: (note) => notes.push(note),
  });
  return { rows: addresses.map((address) => known(owners.get(address)!)), warnings, notes };
}

/** The fields of a row that are not null. */
function known(row: OwnerRecord): Partial<OwnerRecord> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

Deno.test("one database: AS, name and network, and when it was built", async () => {
  assertEquals((await look(["asn.mmdb"], "8.8.8.8")).rows, [{
    address: "8.8.8.8",
    network: "8.8.0.0/16",
    asn: 64496,
    asName: "Widgets",
    source: "GeoLite2-ASN 2026-11-03",
    retrievedAt: "2026-11-03T00:00:00.000Z",
  }]);
});

Deno.test("two databases: the AS from one, the country from the other; an old one is told", async () => {
  const { rows, notes } = await look(["country.mmdb", "asn.mmdb"], "8.8.8.8", "9.9.9.9");
  // Once, and on no row: it is true of the whole file.
  assertEquals(notes, ["GeoLite2-Country 2026-06-01 is 178 days old"]);
  assertEquals(rows, [
    {
      address: "8.8.8.8",
      network: "8.8.0.0/16",
      asn: 64496,
      asName: "Widgets",
      registryCountry: "US",
      source: "GeoLite2-Country 2026-06-01, GeoLite2-ASN 2026-11-03",
      retrievedAt: "2026-06-01T00:00:00.000Z",
    },
    {
      address: "9.9.9.9",
      network: "9.9.9.0/24",
      asn: 64497,
      registryCountry: "CH",
      source: "GeoLite2-Country 2026-06-01, GeoLite2-ASN 2026-11-03",
      retrievedAt: "2026-06-01T00:00:00.000Z",
    },
  ]);
});

Deno.test("the first file that knows a value counts, and no AS gets the name of another", async () => {
  const first = await look(["asn.mmdb", "geo/asn-ipv4.csv"], "8.8.8.8", "9.9.9.9");
  assertEquals(first.rows.map(({ asn, asName, source }) => [asn, asName, source]), [
    [64496, "Widgets", "GeoLite2-ASN 2026-11-03"],
    [64497, "Ninth", "GeoLite2-ASN 2026-11-03, asn-ipv4.csv"],
  ]);
  const second = await look(["geo/asn-ipv4.csv", "asn.mmdb"], "8.8.8.8");
  assertEquals(second.rows, [{
    address: "8.8.8.8",
    network: "8.8.8.0/24",
    asn: 64500,
    asName: "Other, Inc.",
    source: "asn-ipv4.csv",
  }]);
});

Deno.test("an address that no file knows, and one that is not looked up, say so", async () => {
  const addresses = ["203.0.114.1", "192.168.1.20", "fe80::1%12", "::ffff:8.8.8.8", "nonsense"];
  const { rows } = await look(["asn.mmdb"], ...addresses);
  assertEquals(rows.map(({ address, asn, note }) => [address, asn, note]), [
    ["203.0.114.1", undefined, "in none of the given databases"],
    ["192.168.1.20", undefined, "a private address: no registry was asked"],
    ["fe80::1", undefined, "an address of the local link: no registry was asked"],
    ["::ffff:8.8.8.8", 64496, "asked about 8.8.8.8, which it carries"],
    ["nonsense", undefined, "not an address: nothing was asked"],
  ]);
});

Deno.test("damaged lines are a warning; the others count", async () => {
  const { rows, warnings } = await look(["broken.csv"], "8.8.8.8");
  assertEquals(rows[0]?.asn, 64500);
  assertEquals(warnings, ["Cannot read all of broken.csv: line 2 is damaged and was left out"]);
});

Deno.test("a file that cannot be used ends the look-up", async () => {
  await assertRejects(() => look(["asn.mmdb", "gone.mmdb"], "8.8.8.8"), CaptureError);
  const host = fakeHost(fileHost({ "a.mmdb": "hello" }));
  await assertRejects(
    () => lookUpOfflineOwners(host, [], { databases: ["a.mmdb"] }),
    ParseError,
    "Cannot use a.mmdb: it is neither",
  );
});

Deno.test("rows get owners from files: each is opened once, and nobody is asked", async () => {
  const opened: string[] = [];
  const files = fileHost(FILES);
  const host = fakeHost({
    ...files,
    open: (path, options) => {
      opened.push(path);
      return files.open!(path, options);
    },
    now: () => NOW,
  });
  const notes: string[] = [];
  const databases = ["asn.mmdb", "country.mmdb"];
  const sources = {
    lookUpOwners: () => Promise.reject(new Error("asked")),
    reverseNames: () => Promise.reject(new Error("asked")),
  };
  const lookup = new Lookup({
    host,
    owner: true,
    databases,
    sources,
    onNote: (note) => notes.push(note),
  });
  const row = (remoteAddress: string) => ({
    remoteAddress,
    remoteAsn: null,
    remoteOwner: null,
    remoteCountry: null,
    remoteNetwork: null,
    note: null,
  });
  await lookup.open();
  const rows = [
    ...await lookup.addTo([row("8.8.8.8"), row("192.168.1.20")]),
    ...await lookup.addTo([row("9.9.9.9"), row("8.8.8.8"), row("4.4.4.4")]),
  ];
  const google = {
    remoteAddress: "8.8.8.8",
    remoteAsn: 64496,
    remoteOwner: "Widgets",
    remoteCountry: "US",
    remoteNetwork: "8.8.0.0/16",
    note: null,
  };
  assertEquals(rows, [
    google,
    row("192.168.1.20"),
    { ...row("9.9.9.9"), remoteAsn: 64497, remoteCountry: "CH", remoteNetwork: "9.9.9.0/24" },
    google,
    { ...row("4.4.4.4"), note: "in none of the given databases" },
  ]);
  // What is true of a whole file does not stand on every row.
  assertEquals(opened, ["asn.mmdb", "country.mmdb"]);
  assertEquals(notes, ["GeoLite2-Country 2026-06-01 is 178 days old"]);
});
