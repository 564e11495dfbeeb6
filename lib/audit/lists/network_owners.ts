/**
 * Whether the other end is in a network that programs of Microsoft call by themselves.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import type { Subject } from "../engine/audit_view.ts";
import type { Answer } from "../engine/rule.ts";
import list from "./network_owners.json" with { type: "json" };

/** Networks of one kind. */
interface Owners {
  readonly asns: ReadonlySet<number>;
  /** What their owners' names begin with, as a word. */
  readonly name: RegExp;
}

const MICROSOFT = ownersOf(list.microsoft);
const CONTENT = ownersOf(list.content);

/** Whether the other end is in a network of Microsoft; not known unless owners were looked up. */
export function isMicrosofts({ row }: Subject): Answer {
  if (row.remoteOwner === null && row.remoteAsn === null) return "remoteOwner";
  return belongsTo(row, MICROSOFT);
}

/** Whether the other end is in a content network, which delivers the files of many, Microsoft's too. */
export function isContentNetworks({ row }: Subject): boolean {
  return belongsTo(row, CONTENT);
}

function belongsTo({ remoteAsn, remoteOwner }: Connection, { asns, name }: Owners): boolean {
  return (remoteAsn !== null && asns.has(remoteAsn)) ||
    (remoteOwner !== null && name.test(remoteOwner));
}

function ownersOf({ asns, names }: { asns: readonly number[]; names: readonly string[] }): Owners {
  return { asns: new Set(asns), name: new RegExp(`^(?:${names.join("|")})(?![a-z])`, "i") };
}
