/**
 * Recognizes RDAP answers that name no holder: a registry's own block over addresses that it has not
 * assigned, and placeholders for what other registries manage.
 *
 * @module
 */
import { type Fields, textOf } from "../../../text/untrusted_json.ts";
import { wordsOf } from "./contact_card.ts";
import type { Entity } from "./rdap_entities.ts";
import { nameInDescription, type Remark } from "./rdap_remarks.ts";
import { isRegionalRegistry } from "./registered_names.ts";

/** What is known of a network before its holder is sought. */
export interface NetworkFacts {
  readonly answer: Fields;
  readonly family: 4 | 6;
  /** The prefix length of its largest block. */
  readonly prefixLength: number;
  readonly entities: readonly Entity[];
  readonly remarks: readonly Remark[];
  /** The registry that answered: `arin`. */
  readonly registry: string;
}

/**
 * Whose a network without a holder is: `unassigned` where its registry has given it to nobody,
 * `notFound` where it stands for what other registries manage. Null for a network with a holder.
 */
export function stateWithoutHolder(facts: NetworkFacts): "unassigned" | "notFound" | null {
  const { answer, family, prefixLength } = facts;
  if (prefixLength === 0 || isElsewhere(facts)) return "notFound";
  // Some registries say it in the name alone; but firms have such names too.
  const name = isHeld(facts) ? "" : textOf(answer.name) ?? "";
  const states = [...wordsOf(answer.status), ...wordsOf(answer.type), name.toLowerCase()];
  if (states.some((state) => UNASSIGNED_STATES.has(state))) return "unassigned";
  if (/-MANAGED-ADDRESS-BLOCK$/i.test(name)) return "unassigned";
  // IANA gives the registries blocks of this size and larger.
  const isLarge = prefixLength <= (family === 4 ? 8 : 23);
  return isLarge && isOfRegistry(facts) ? "unassigned" : null;
}

/** States, and types and names in their place, of networks without a holder. */
const UNASSIGNED_STATES: ReadonlySet<string> = new Set([
  ...["administrative", "reserved", "available", "unallocated", "unassigned", "free"],
  ...["iana reserved", "iana pool", "allocated to arin"],
]);

/** Names of the blocks that a registry keeps for addresses that are not its own. */
const PLACEHOLDER =
  /^(?:NON-[A-Z-]+-MANAGED-ADDRESS-BLOCK|IANA-(?:BLK|BLOCK|NETBLOCK|CIDR|RESERVED)\b.*|ERX-NETBLOCK|ARIN-CIDR-BLOCK|ROOT|(?:RIPE|APNIC|ARIN|LACNIC|AFRINIC)-?ERX\b.*)$/i;

/** ARIN's types of the blocks of other registries: `ALLOCATED TO APNIC`. */
const OTHERS_TYPE =
  /^(?:(?:allocated|transferred|early registrations?,? (?:maintained by|transferred to)) (?:to |by )?(?:ripe|apnic|lacnic|afrinic)\b|(?:ripe(?: ncc)?|apnic|lacnic|afrinic) (?:allocated|transferred|early re))/i;

/** What such blocks say in words. */
const OTHERS_WORDS =
  /\bnot (?:fully )?(?:allocated|assigned|registered|managed|administered|set up)\b.{0,40}\b(?:RIPE|APNIC|ARIN|LACNIC|AFRINIC|this registry)\b|\bfurther assigned to users in\b/i;

/** ARIN's handles of the other registries. */
const OTHERS_HANDLE = /^(?:RIPE|APNIC|LACNIC|AFRINIC)$/i;

function isElsewhere(facts: NetworkFacts): boolean {
  const { answer, entities, remarks, registry } = facts;
  if (OTHERS_TYPE.test(textOf(answer.type) ?? "")) return true;
  const registrants = entities.filter(({ roles, parent }) =>
    parent === null && roles.includes("registrant")
  );
  if (registry === "arin" && registrants.some(({ handle }) => OTHERS_HANDLE.test(handle ?? ""))) {
    return true;
  }
  return !isHeld(facts) && (PLACEHOLDER.test(textOf(answer.name) ?? "") ||
    remarks.some(({ lines }) => OTHERS_WORDS.test(lines.join(" "))));
}

/** Whether an organization that is no registry is registered for the network. */
function isHeld({ entities }: NetworkFacts): boolean {
  return entities.some(({ roles, parent, kind, names }) =>
    parent === null && roles.includes("registrant") && kind === "org" &&
    names.some((name) => !isRegionalRegistry(name))
  );
}

/** Whether a large block is a registry's, by its name, its registrants or its description. */
function isOfRegistry({ answer, entities, remarks }: NetworkFacts): boolean {
  const registrants = entities.filter(({ roles }) => roles.includes("registrant"))
    .flatMap(({ names }) => names);
  const organizations = registrants.filter((name) => !/-MNT$|^MAINT-/i.test(name));
  const holders = [...organizations, nameInDescription(remarks) ?? ""];
  const name = textOf(answer.name) ?? "";
  return holders.some(isRegionalRegistry) || isRegionalRegistry(name) ||
    /^(?:NET-?\d+|\d+-(?:RIPE|APNIC|ARIN|LACNIC|AFRINIC))$/i.test(name);
}
