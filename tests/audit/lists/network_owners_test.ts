/**
 * Tests of whose network the other end is in.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { isContentNetworks, isMicrosofts } from "../../../lib/audit/lists/network_owners.ts";
import { type AuditedRow, auditedView } from "../../support/audited.ts";

function subject(row: AuditedRow) {
  return auditedView([row]).subjects[0]!;
}

Deno.test("owners: Microsoft by its numbers and its names, and not those that only sound like it", () => {
  for (const remoteAsn of [8075, 8068, 8069, 3598, 12_076]) {
    assertEquals(isMicrosofts(subject({ remoteAsn })), true, `${remoteAsn}`);
  }
  for (const remoteOwner of ["Microsoft Corporation", "microsoft", "MSFT", "MICROSOFT-CORP-AS"]) {
    assertEquals(isMicrosofts(subject({ remoteOwner })), true, remoteOwner);
  }
  for (const remoteOwner of ["Microsofty", "Micros Systems", "Not Microsoft", "Example"]) {
    assertEquals(isMicrosofts(subject({ remoteOwner })), false, remoteOwner);
  }
  assertEquals(isMicrosofts(subject({ remoteAsn: 64_500 })), false);
  assertEquals(isMicrosofts(subject({})), "remoteOwner");
});

Deno.test("owners: content networks", () => {
  assertEquals(isContentNetworks(subject({ remoteOwner: "Akamai International B.V." })), true);
  assertEquals(isContentNetworks(subject({ remoteAsn: 54_113 })), true);
  assertEquals(isContentNetworks(subject({ remoteOwner: "Example Hosting" })), false);
  assertEquals(isContentNetworks(subject({})), false);
});
