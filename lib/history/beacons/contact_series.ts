/**
 * Puts the connections together that one program made to one peer, whatever address the peer had.
 *
 * @module
 */
import type { Contact, ContactFlow } from "./read_contacts.ts";

/** The connections of a program to a peer. */
export interface ContactSeries {
  readonly computer: string | null;
  readonly protocol: string;
  readonly remotePort: number | null;
  /** The connections, in the order in which they were recorded; at least one. */
  readonly contacts: readonly Contact[];
  /** The latest flow that knows most of the program. */
  readonly program: ContactFlow;
  /** How many of them had no owner to see, and are this program's because no other has this peer. */
  readonly inferred: number;
}

/**
 * Groups connections by computer, program, protocol, peer and its port.
 *
 * A peer is a name where one is known, since the addresses of large services change all the time. What
 * was seen of one connection helps with others: an address has the name that it had before, a process
 * the path, and a connection without an owner the program that alone has this peer.
 */
export function groupContacts(contacts: readonly Contact[]): ContactSeries[] {
  const flows = [...new Set(contacts.map(({ flow }) => flow))];
  const hosts = new OnlyValues(flows, {
    keyOf: ({ computer, remoteAddress }) => textOf(computer, remoteAddress),
    valueOf: ({ remoteHost }) => remoteHost?.toLowerCase() ?? null,
  });
  const peerOf = (flow: ContactFlow) => {
    const host = flow.remoteHost?.toLowerCase() ?? hosts.of(flow);
    return textOf(flow.computer, flow.protocol, host ?? null, host ? null : flow.remoteAddress) +
      ` ${flow.remotePort}`;
  };
  const paths = new OnlyValues(flows, {
    keyOf: ({ computer, process }) => textOf(computer, process),
    valueOf: ({ path }) => path,
  });
  const programOf = (flow: ContactFlow) => flow.path ?? paths.of(flow) ?? flow.process;
  const programs = new OnlyValues(flows, { keyOf: peerOf, valueOf: programOf });

  const keys = new Map(flows.map((flow) => {
    const program = programOf(flow);
    const inferred = program === null ? programs.of(flow) : null;
    return [flow, { key: `${peerOf(flow)} ${program ?? inferred}`, isInferred: inferred !== null }];
  }));
  const groups = Map.groupBy(contacts, ({ flow }) => keys.get(flow)!.key);
  return [...groups.values()].map((contacts) => {
    const { computer, protocol, remotePort } = contacts[0]!.flow;
    const latest = contacts.findLast(({ flow }) => flow.path !== null) ??
      contacts.findLast(({ flow }) => flow.process !== null) ?? contacts.at(-1)!;
    return {
      computer,
      protocol,
      remotePort,
      contacts,
      program: latest.flow,
      inferred: contacts.filter(({ flow, isInferred }) => isInferred || keys.get(flow)!.isInferred)
        .length,
    };
  });
}

function textOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}

/** The values that are the only ones of their kind. */
class OnlyValues {
  readonly #keyOf: (flow: ContactFlow) => string;
  readonly #values = new Map<string, string | null>();

  constructor(
    flows: readonly ContactFlow[],
    { keyOf, valueOf }: {
      keyOf: (flow: ContactFlow) => string;
      valueOf: (flow: ContactFlow) => string | null;
    },
  ) {
    this.#keyOf = keyOf;
    for (const flow of flows) {
      const [key, value] = [keyOf(flow), valueOf(flow)];
      if (value === null) continue;
      const known = this.#values.get(key);
      this.#values.set(key, known === undefined || known === value ? value : null);
    }
  }

  /** The only value that flows with the same key have; null where there is none, or several. */
  of(flow: ContactFlow): string | null {
    return this.#values.get(this.#keyOf(flow)) ?? null;
  }
}
