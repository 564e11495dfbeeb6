/**
 * A connection as a view: a row of netstat's listing and what it is joined with, without an object in
 * between. It gives the same values as {@linkcode joinSocket} makes.
 *
 * @module
 */
import { portService } from "../address/ports.ts";
import { scopeOf, scopeOfIPv4 } from "../address/scope.ts";
import type { RowShape, ValueSink, ValueWriter } from "../output/row_shape.ts";
import { type JoinContext, type Owner, ownerOf } from "./join.ts";
import { type Connection, CONNECTION_FIELDS } from "../model/connection.ts";
import { textOf } from "../text/ascii.ts";
import { type Endpoint, HOST_KIND } from "../tools/netstat/endpoint.ts";
import { NETSTAT_SHAPE, NetstatRow } from "../tools/netstat/row.ts";

/** A row of netstat's listing, joined; reused from row to row. */
export class ConnectionView {
  /** The socket. */
  row: NetstatRow = new NetstatRow();
  /** The process behind it. */
  owner: Owner = NO_OWNER;

  readonly #context: JoinContext;
  /** Rows with a PID and nothing of their own to say share what their process says. */
  readonly #owners = new Map<number, Owner>();

  constructor(context: JoinContext) {
    this.#context = context;
  }

  /** When the sockets were seen. */
  get observedAt(): string | null {
    return this.#context.observedAt;
  }

  /** Looks at another row. */
  show(row: NetstatRow): this {
    this.row = row;
    this.owner = this.#findOwner(row);
    return this;
  }

  #findOwner(row: NetstatRow): Owner {
    const { pid, process, components } = row;
    if (process !== null || components !== null) return this.#joinOwner(row);
    const known = this.#owners.get(pid);
    if (known !== undefined) return known;
    const owner = this.#joinOwner(row);
    this.#owners.set(pid, owner);
    return owner;
  }

  #joinOwner({ pid, process, components }: NetstatRow): Owner {
    return ownerOf({ pid: pid < 0 ? null : pid, process, components }, this.#context);
  }
}

const NO_OWNER: Owner = { process: null, path: null, services: null, user: null, note: null };

/** A field that netstat itself gives. */
function printed(name: string): ValueWriter<ConnectionView> {
  const index = NETSTAT_SHAPE.fields.findIndex((field) => field.name === name);
  const write = NETSTAT_SHAPE.writers[index]!;
  return ({ row }, to) => write(row, to);
}

const nothing: ValueWriter<ConnectionView> = (_view, to) => to.none();

const WRITERS: Record<keyof Connection, ValueWriter<ConnectionView>> = {
  observedAt: ({ observedAt }, to) => writeText(observedAt, to),
  protocol: printed("protocol"),
  localAddress: printed("localAddress"),
  localPort: printed("localPort"),
  localService: ({ row }, to) => writeService(row, row.local, to),
  localScope: ({ row }, to) => writeScope(row, row.local, to),
  remoteAddress: printed("remoteAddress"),
  remotePort: printed("remotePort"),
  remoteService: ({ row }, to) => writeService(row, row.remote, to),
  remoteScope: ({ row }, to) => writeScope(row, row.remote, to),
  state: printed("state"),
  pid: printed("pid"),
  process: ({ owner }, to) => writeText(owner.process, to),
  path: ({ owner }, to) => writeText(owner.path, to),
  services: ({ owner }, to) => owner.services === null ? to.none() : to.list(owner.services),
  user: ({ owner }, to) => writeText(owner.user, to),
  localHost: printed("localHost"),
  remoteHost: printed("remoteHost"),
  remoteAsn: nothing,
  remoteOwner: nothing,
  remoteCountry: nothing,
  remoteNetwork: nothing,
  note: ({ owner }, to) => writeText(owner.note, to),
};

/** How a connection view gives its values. */
export const CONNECTION_VIEW_SHAPE: RowShape<ConnectionView> = {
  fields: CONNECTION_FIELDS,
  writers: CONNECTION_FIELDS.map(({ name }) => WRITERS[name]),
};

function writeText(text: string | null, to: ValueSink): void {
  if (text === null) to.none();
  else to.text(text);
}

function writeService({ protocol }: NetstatRow, { port }: Endpoint, to: ValueSink): void {
  writeText(port < 0 ? null : portService(protocol, port), to);
}

function writeScope({ bytes }: NetstatRow, end: Endpoint, to: ValueSink): void {
  if (end.kind !== HOST_KIND.address) return to.none();
  const { ipv4 } = end;
  writeText(ipv4 >= 0 ? scopeOfIPv4(ipv4) : scopeOf(textOf(bytes, end.start, end.end)), to);
}
