import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { AS_NAMES, ORIGINS, spokenFor } from "../../../lib/lookup/owners/cymru_records.ts";
import { addressToAsk } from "../../../lib/address/askable.ts";
import { REGISTRATIONS } from "../../../lib/lookup/owners/registrations.ts";

const ORIGIN = {
  block: "8.8.8.0/24",
  network: "8.0.0.0/9",
  asn: 15169,
  otherAsns: [64496],
  country: "US",
  registry: "arin",
  allocated: "2023-12-28",
};
const REGISTRATION = {
  asked: "8.8.8.8",
  startAddress: "8.8.8.0",
  endAddress: "8.8.8.255",
  networks: ["8.8.8.0/24"],
  networkName: "GOGL",
  networkType: "DIRECT ALLOCATION",
  organization: "Google LLC",
  description: null,
  country: "US",
  registry: "arin",
  allocated: null,
  abuseContact: null,
  note: null,
  host: "rdap.arin.net",
};

Deno.test("cached values are read back", () => {
  assertEquals(ORIGINS.read({ v: 1, ...ORIGIN }), ORIGIN);
  assertEquals(REGISTRATIONS.read({ v: 2, ...REGISTRATION }), REGISTRATION);
  assertEquals(AS_NAMES.read({ v: 1, asn: 7, asName: "A" }), { asn: 7, asName: "A" });
});

Deno.test("values of the wrong type are not read", () => {
  const wrong = [undefined, {}, [{}], true, "x".repeat(10_000), 1.5, -1];
  for (const value of wrong) {
    for (const name of Object.keys(ORIGIN)) {
      assertEquals(ORIGINS.read({ ...ORIGIN, [name]: value }), null, `${name}: ${value}`);
    }
    for (const name of Object.keys(REGISTRATION)) {
      assertEquals(
        REGISTRATIONS.read({ ...REGISTRATION, [name]: value }),
        null,
        `${name}: ${value}`,
      );
    }
    assertEquals(AS_NAMES.read({ asn: value, asName: "A" }), null);
    assertEquals(AS_NAMES.read({ asn: 7, asName: value }), null);
  }
});

Deno.test("networks that do not match are not read", () => {
  for (
    const change of [
      { block: "9.9.9.0/24" },
      { block: "8.0.0.0/8" },
      { block: "8.8.8.8" },
      { network: "2001:db8::/32" },
      { network: "everything" },
      { network: "0.0.0.0/0" },
      { network: "8.0.0.0/7" },
      { asn: 2 ** 32 },
      { otherAsns: ["64496"] },
    ]
  ) {
    assertEquals(ORIGINS.read({ ...ORIGIN, ...change }), null, JSON.stringify(change));
  }
  for (
    const change of [
      { startAddress: "8.8.9.0" },
      { asked: "8.8.9.8" },
      { asked: "2001:4860:4860::8888" },
      { asked: "8.8.8.0/24" },
      { endAddress: "2001:db8::" },
      { networks: ["8.8.8.0"] },
    ]
  ) {
    assertEquals(REGISTRATIONS.read({ ...REGISTRATION, ...change }), null, JSON.stringify(change));
  }
});

Deno.test("no values make them throw", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(ORIGIN)), fc.jsonValue()),
      (fields) => {
        const read = ORIGINS.read(fields);
        assert(read === null || typeof read.block === "string");
      },
    ),
  );
});

Deno.test("an answer is valid for the block that no other AS can announce part of", () => {
  const spoken = (text: string, network: string) => {
    const address = addressToAsk(text);
    assert(typeof address !== "string");
    return spokenFor(address, { network });
  };
  assertEquals(spoken("8.8.8.8", "8.0.0.0/9"), "8.8.8.0/24");
  assertEquals(spoken("8.8.8.8", "8.8.8.0/24"), "8.8.8.0/24");
  assertEquals(spoken("8.8.8.8", "8.8.8.8/30"), "8.8.8.8/30");
  assertEquals(spoken("2001:4860:4860::8888", "2001:4860::/32"), "2001:4860:4860::/48");
  assertEquals(spoken("2001:4860:4860::8888", "2001:4860:4860::/64"), "2001:4860:4860::/64");
});
