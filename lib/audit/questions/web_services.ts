/**
 * Services of the web that others than browsers seldom need.
 *
 * @module
 */
import type { Subject } from "../engine/audit_view.ts";
import { isNamed } from "./conditions.ts";
import { isNoBrowser } from "./known_programs.ts";
import webServices from "../lists/web_services.json" with { type: "json" };
import { domainAmong, type NamedService } from "./name_sets.ts";
import { allOf, type Condition, not } from "../engine/rule.ts";

/** A kind of such services. */
export type WebService = keyof typeof webServices.services;

const DOMAINS = Object.fromEntries(
  Object.entries(webServices.services).map(([kind, names]) => [kind, new Set(names)]),
) as unknown as Readonly<Record<WebService, ReadonlySet<string>>>;

const OWN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(webServices.ownPrograms).map(([domain, names]) => [domain, new Set(names)]),
);
const OWN_DOMAINS = new Set(OWN.keys());

/**
 * Services of some kinds, for programs that are neither browsers nor the service's own, and of which a
 * question holds.
 */
export function servicesOf(
  kinds: readonly WebService[],
  ask: Condition = () => true,
): NamedService {
  return {
    domains: new Set(kinds.flatMap((kind) => [...DOMAINS[kind]])),
    ask: allOf(ask, isNoBrowser, not(isExaminer)),
    except: isOwn,
  };
}

/** The kind of the service at the other end; null where it is none. */
export function serviceOf({ row }: Subject): WebService | null {
  for (const [kind, domains] of Object.entries(DOMAINS)) {
    if (domainAmong(row.remoteHost ?? "", domains) !== null) return kind as WebService;
  }
  return null;
}

/** The security programs of Windows fetch what they examine. */
const isExaminer = isNamed(new Set(["msmpeng", "mssense", "mpdefendercoreservice"]));

function isOwn({ row, program: { stem } }: Subject): boolean {
  const domain = domainAmong(row.remoteHost ?? "", OWN_DOMAINS);
  return stem !== null && domain !== null && OWN.get(domain)!.has(stem);
}
