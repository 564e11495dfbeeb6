/**
 * Whether a program runs for Windows itself, whatever the language of Windows.
 *
 * @module
 */
import type { Program } from "../engine/audit_view.ts";

/** The SID of the account, which some tools print in place of its name. */
const SID = "s-1-5-18";

/** What the account is called: in most languages as in English. */
const NAMES: ReadonlySet<string> = new Set(["system", "système", "systeme", "sistema", "система"]);

/**
 * The domain of the accounts of Windows itself: `NT AUTHORITY`, `NT-AUTORITÄT`, `AUTORITE NT`,
 * `AUTORIDADE NT`. A company's own domain may be called `NT`, and nothing else.
 */
const DOMAIN = /^(?:nt[ -]\p{L}+|\p{L}+ nt)$/iu;

/** Whether an account is that of Windows itself, and not of a person who is called so. */
export function isSystemAccount(user: string): boolean {
  const account = user.trim().toLowerCase();
  if (account === SID) return true;
  const [domain, name, ...more] = account.split("\\");
  if (name === undefined) return account === "system";
  return more.length === 0 && NAMES.has(name) && DOMAIN.test(domain!);
}

/**
 * Whether a program runs for Windows itself: under its account, or in the session of services, where
 * nobody has a desktop. False where neither is known.
 */
export function runsForWindows(program: Program, user: string | null): boolean {
  return (user !== null && isSystemAccount(user)) || program.listed?.sessionId === 0;
}
