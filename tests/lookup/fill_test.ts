import { assertEquals, assertStrictEquals } from "@std/assert";
import { fill, lacksName, lacksOwner } from "../../lib/lookup/fill.ts";
import { emptyRecord } from "../../lib/model/field.ts";
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

Deno.test("a row gets what it lacks, in a new row", () => {
  const filled = fill(ROW, { name: "dns.google", owner: OWNER });
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

Deno.test("the organisation goes before the name of the AS", () => {
  const owner = { ...OWNER, organization: "Google LLC" };
  assertEquals(fill(ROW, { name: null, owner }).remoteOwner as unknown, "Google LLC");
});

Deno.test("what is there stays, and fields that a row does not have are not added", () => {
  const there = { ...ROW, remoteHost: "printed.example", remoteAsn: 64496 };
  const filled = fill(there, { name: "dns.google", owner: OWNER });
  assertEquals([filled.remoteHost, filled.remoteAsn], ["printed.example", 64496]);
  const socket = { remoteAddress: "8.8.8.8", remoteHost: null };
  assertEquals(Object.keys(fill(socket, { name: "dns.google", owner: OWNER })), [
    "remoteAddress",
    "remoteHost",
  ]);
});

Deno.test("a row with nothing to add stays the same object", () => {
  assertStrictEquals(fill(ROW, { name: null, owner: null }), ROW);
});

Deno.test("a row lacks a name or an owner where it has a place for one that is null", () => {
  assertEquals([lacksName(ROW), lacksOwner(ROW)], [true, true]);
  assertEquals([lacksName({ remoteHost: "a.example" }), lacksOwner({})], [false, false]);
  assertEquals(lacksName({}), false);
});
