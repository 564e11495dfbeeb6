import { assertEquals, assertStrictEquals } from "@std/assert";
import { fillRow, lacksAny } from "../../lib/lookup/address_lookup.ts";
import { ownerValues, REMOTE_NAME_FIELDS, REMOTE_OWNER_FIELDS } from "../../lib/lookup/lookup.ts";
import { emptyRecord, type ObjectRow } from "../../lib/model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../lib/model/owner.ts";

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
