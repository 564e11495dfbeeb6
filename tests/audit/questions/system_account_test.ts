/**
 * Tests of how the account of Windows itself is known.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { isSystemAccount, runsForWindows } from "../../../lib/audit/questions/system_account.ts";
import { auditedView } from "../../support/audited.ts";

Deno.test("system account: in any language, and not a person of that name", () => {
  for (
    const user of [
      "NT AUTHORITY\\SYSTEM",
      "nt authority\\system",
      "NT-AUTORITÄT\\SYSTEM",
      "AUTORITE NT\\Système",
      "AUTORIDADE NT\\SISTEMA",
      "NT AUTHORITY\\СИСТЕМА",
      "SYSTEM",
      "S-1-5-18",
    ]
  ) assertEquals(isSystemAccount(user), true, user);
  for (
    const user of [
      "PC-7\\SYSTEM",
      "NT\\system",
      "CORP\\sistema",
      "NT AUTHORITY\\LOCAL SERVICE",
      "NT AUTHORITY\\NETWORK SERVICE",
      "NT-AUTORITÄT\\NETZWERKDIENST",
      "PC-7\\anna",
      "",
      "\\",
      "NT AUTHORITY\\SYSTEM\\x",
      "S-1-5-19",
    ]
  ) assertEquals(isSystemAccount(user), false, user);
});

Deno.test("system account: the session of services counts where the account is not known", () => {
  const { program } = auditedView([{ process: "msiexec.exe" }]).subjects[0]!;
  const inSession = (sessionId: number | null) => ({
    ...program,
    listed: { ...program.listed!, sessionId },
  });
  assertEquals(runsForWindows(inSession(0), null), true);
  assertEquals(runsForWindows(inSession(1), null), false);
  assertEquals(runsForWindows(inSession(null), null), false);
  assertEquals(runsForWindows(inSession(1), "NT AUTHORITY\\SYSTEM"), true);
});
