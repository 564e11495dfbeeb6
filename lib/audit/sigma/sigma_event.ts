/**
 * The connections of a view as the events that Sigma's rules of category `network_connection` are about.
 *
 * @module
 */
import { hasPeer } from "../../model/peer.ts";
import type { AuditView, Program, Subject } from "../engine/audit_view.ts";
import { osOfProgram } from "../engine/infer_os.ts";
import { ValueMaker } from "./known_value.ts";
import { FIELD_COUNT, type FieldSource, type FieldValue, type SigmaField } from "./sigma_fields.ts";

/** A connection as an event. Its values are read when they are asked for, once each. */
export class SigmaEvent {
  readonly #source: FieldSource;
  readonly #values: Values = new Array(FIELD_COUNT);
  readonly #ofProgram: Values;

  constructor(source: FieldSource, ofProgram: Values) {
    this.#source = source;
    this.#ofProgram = ofProgram;
  }

  /** The connection. */
  get subject(): Subject {
    return this.#source.subject;
  }

  /** The same object for all connections of a program. */
  get program(): object {
    return this.#ofProgram;
  }

  /** What is known of a field. */
  valueOf({ index, isOfProgram, read }: SigmaField): FieldValue {
    const values = isOfProgram ? this.#ofProgram : this.#values;
    const known = values[index];
    return known !== undefined ? known : values[index] = read(this.#source);
  }
}

/** Values by the index of their field; a hole for what nobody asked for. */
type Values = (FieldValue | undefined)[];

/** All rules for a system judge the same events. */
const EVENTS = new WeakMap<AuditView, Map<System, readonly SigmaEvent[]>>();

/** A system that a rule or a view is about; null for any. */
type System = AuditView["os"];

/**
 * The events of a view. What only waits for others is none: Sysmon writes one when a connection begins.
 *
 * @param product the system that the rule is about. Where the view's is not known, it holds for every
 * program that does not show to be of another one.
 */
export function eventsOf(view: AuditView, product: System): readonly SigmaEvent[] {
  const os = view.os ?? product;
  let known = EVENTS.get(view);
  if (known === undefined) EVENTS.set(view, known = new Map());
  let events = known.get(os);
  if (events === undefined) known.set(os, events = makeEvents(view, os));
  return events;
}

function makeEvents(view: AuditView, os: System): SigmaEvent[] {
  const make = new ValueMaker();
  const byProgram = new Map<Program, Values>();
  const subjects = view.os === null && os !== null
    ? view.subjects.filter(({ program }) => (osOfProgram(program) ?? os) === os)
    : view.subjects;
  return subjects.filter(isEvent).map((subject) => {
    let ofProgram = byProgram.get(subject.program);
    if (ofProgram === undefined) byProgram.set(subject.program, ofProgram = new Array(FIELD_COUNT));
    return new SigmaEvent({ subject, os, make }, ofProgram);
  });
}

/** A row of TCP that tells neither its state nor its other end may be a connection. */
function isEvent({ row }: Subject): boolean {
  return hasPeer(row) ||
    (row.protocol === "TCP" && row.state === null && row.remoteAddress === null &&
      row.remotePort === null);
}
