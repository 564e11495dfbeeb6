import { assertEquals } from "@std/assert";
import { parseIpNetwork } from "../../../../lib/lookup/owners/rdap/rdap_answer.ts";
import { holder, maintainer, read, remark } from "../../../support/rdap_answers.ts";

/** What is read of an answer about an address in a large block. */
function readBlock(address: string, answer: Record<string, unknown>): string {
  return parseIpNetwork(answer, { address, host: "rdap.example" }).kind;
}

const SLASH_8 = { startAddress: "101.0.0.0", endAddress: "101.255.255.255" };

Deno.test("a network of these states is nobody's", () => {
  const states: unknown[] = [
    ...[["administrative"], ["active", "Administrative"], ["reserved"], "reserved", "RESERVED"],
    ...["available", ["unallocated"]],
  ];
  for (const status of states) {
    assertEquals(read({ status, name: "POOL-1", entities: [holder("Org")] }).kind, "unassigned");
  }
  for (const status of [["active"], [], null, 7, "validated", ["associated"], [["reserved"]]]) {
    assertEquals(read({ status, name: "POOL-1" }).kind, "found");
  }
  assertEquals(read({ type: "RESERVED" }).kind, "unassigned");
  assertEquals(read({ type: "IANA RESERVED" }).kind, "unassigned");
  assertEquals(read({ name: "UNALLOCATED" }).kind, "unassigned");
  assertEquals(read({ name: "RESERVED-FOR-GUESTS" }).kind, "found");
  assertEquals(read({ name: "Reserved, S.A. de C.V." }).kind, "found");
});

Deno.test("a registry's own block is nobody's", () => {
  const range = { startAddress: "193.0.0.0", endAddress: "193.255.255.255" };
  const ripe = {
    ...range,
    name: "RIPE-NCC-MANAGED-ADDRESS-BLOCK",
    country: "EU",
    type: "ALLOCATED UNSPECIFIED",
    entities: [maintainer("RIPE-NCC-HM-MNT")],
  };
  assertEquals(readBlock("193.9.9.9", ripe), "unassigned");
  assertEquals(readBlock("193.9.9.9", { ...ripe, endAddress: "193.15.255.255" }), "unassigned");
  const names = [
    ...["APNIC-AP", "APNIC-101", "APNIC-101-102", "AFRINIC-41", "LACNIC-200", "NET23", "NET-23"],
    ...["62-RIPE", "RIPE-C3", "ARIN-BLK"],
  ];
  for (const name of names) {
    assertEquals(readBlock("101.9.9.9", { ...SLASH_8, name }), "unassigned", name);
  }
  const described = "Asia Pacific Network Information Centre, Pty. Ltd.";
  const apnic = { ...SLASH_8, name: "BIG", remarks: [remark("description", described)] };
  assertEquals(readBlock("101.9.9.9", apnic), "unassigned");
  const lacnic = holder("Latin American and Caribbean IP address Regional Registry");
  assertEquals(
    readBlock("101.9.9.9", { ...SLASH_8, name: "BIG", entities: [lacnic] }),
    "unassigned",
  );
  const slash12 = { startAddress: "2400::", endAddress: "240f:ffff:ffff:ffff:ffff:ffff:ffff:ffff" };
  assertEquals(readBlock("2400::1", { ...slash12, name: "APNIC-AP-V6" }), "unassigned");
});

Deno.test("what a registry uses itself, and a large network of another, has a holder", () => {
  const own = [
    { name: "RIPE-NCC", entities: [holder("RIPE NCC"), maintainer("RIPE-NCC-MNT")] },
    {
      name: "APNIC-AP",
      remarks: [remark("description", "Asia Pacific Network Information Centre")],
    },
    { name: "APNIC-LABS" },
    { name: "ORG-AFNC1-AFRINIC", entities: [holder("African Network Information Center")] },
    { name: "BLACKHOLE.PRISONER.IANA.ORG", entities: [holder("Example Research")] },
    { name: "ROOTSERVER-NET" },
    { name: "ERXLEBEN" },
    // Names of firms that are words for something else.
    { name: "FREE", entities: [holder("Exemple Libre SAS")] },
    { name: "ROOT", entities: [holder("Root Example, Inc.")] },
    { name: "RIPE-ERX-192-0-2-0", entities: [holder("Beispiel Institut")] },
  ];
  for (const answer of own) assertEquals(read(answer).kind, "found", answer.name);
  const large = { ...SLASH_8, name: "WIDGETS-8", entities: [holder("Example Widgets Inc.")] };
  assertEquals(readBlock("101.9.9.9", large), "found");
  const six = { startAddress: "2003::", endAddress: "2003:1fff:ffff:ffff:ffff:ffff:ffff:ffff" };
  assertEquals(readBlock("2003::1", { ...six, name: "XX-BEISPIEL-20050512" }), "found");
});

Deno.test("what a registry keeps for others' addresses says nothing about them", () => {
  const names = [
    ...["NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK", "IANA-BLK", "IANA-NETBLOCK-8", "IANA-BLOCK", "ROOT"],
    ...["ERX-NETBLOCK", "ARIN-CIDR-BLOCK", "RIPE-ERX-141", "AFRINIC-ERX-154", "APNIC-ERX-150-1"],
  ];
  for (const name of names) assertEquals(read({ name }).kind, "notFound", name);
  const types = [
    ...[
      "ALLOCATED TO APNIC",
      "Allocated to RIPE NCC",
      "Transferred to LACNIC",
      "AFRINIC Transferred",
    ],
    ...["Early Registrations, Maintained by RIPE NCC", "Early Registrations, Transferred to APNIC"],
  ];
  for (const type of types) assertEquals(read({ type, name: "NET" }).kind, "notFound", type);
  const words = [
    "This IP address range is not registered in the ARIN database.",
    "IPv4 address block not managed by the RIPE NCC",
    "This network range is not allocated to APNIC.",
    "These addresses have been further assigned to users in\nthe RIPE NCC region.",
  ];
  for (const text of words) {
    const remarks = [{ title: "Registration Comments", description: text.split("\n") }];
    assertEquals(read({ name: "NET", remarks }).kind, "notFound", text);
    assertEquals(read({ name: "NET", remarks, entities: [holder("Example Ltd")] }).kind, "found");
  }
  const asia = [holder("Asia Pacific Network Information Centre", "APNIC")];
  const asked = (port43: string) => read({ name: "NET", port43, entities: asia }).kind;
  assertEquals([asked("whois.arin.net"), asked("whois.apnic.net")], ["notFound", "found"]);
});

Deno.test("all addresses together are no network", () => {
  const all = { startAddress: "0.0.0.0", endAddress: "255.255.255.255", name: "EVERYTHING" };
  assertEquals(readBlock("192.0.2.1", all), "notFound");
  const six = { "cidr0_cidrs": [{ v6prefix: "::", length: 0 }] };
  assertEquals(readBlock("2001:db8::1", six), "notFound");
});
