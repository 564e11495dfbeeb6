/**
 * Actions that change the machine. Each names a process or a connection together with proof of its
 * identity: a PID or a port may belong to another process by the time of the action.
 *
 * @module
 */

/** A process, as it was seen. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, ISO 8601 in UTC; null where it could not be seen, which no action accepts. */
  readonly startedAt: string | null;
  /** The executable's full path; null where it could not be seen, and is not compared. */
  readonly path: string | null;
}

/** A TCP connection, as it was seen. */
export interface ConnectionIdentity {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /**
   * The process that holds it, which is compared; null where none does or could be seen. Its start
   * time may be unknown: another process does not hold this connection.
   */
  readonly owner: ProcessIdentity | null;
  /** When it was made, ISO 8601 in UTC, which is compared. @default unknown */
  readonly createdAt?: string | null;
}

/** How to end a process. */
export interface EndOptions {
  /** Ends it without asking it first. @default false */
  readonly force?: boolean;
  /** Milliseconds that it may take to end. */
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** Changes the machine. Neither recorded nor replayed. */
export interface Actions {
  /**
   * Ends a process, after checking its start time and path once more, and waits until it is gone.
   *
   * @returns how: it was asked to end itself and did, or was ended by force.
   * @throws {ActionError} where it was not ended.
   */
  endProcess(process: ProcessIdentity, options: EndOptions): Promise<EndMethod>;
  /**
   * Closes TCP connections, after checking their ends once more.
   *
   * @returns for each, in order: null where it was closed, otherwise why it was not.
   */
  closeConnections(
    connections: readonly ConnectionIdentity[],
    options: Pick<EndOptions, "timeoutMilliseconds" | "signal">,
  ): Promise<readonly (ActionError | null)[]>;
}

/** How a process was ended. */
export type EndMethod = "asked" | "forced";

/** The reason for a refused action. */
export type ActionErrorKind =
  | "gone" // the process or connection does not exist any more
  | "changed" // its number or its ends belong to another one now
  | "unidentified" // it cannot be told from another: its start time is unknown, or its program is new
  | "protected" // the system, or netwho itself, would end with it
  | "permissionDenied"
  | "timedOut" // it still runs after the time-out
  | "notSupported" // this system, or this version of netwho, cannot do it
  | "recorded"; // the host records or replays

/** A refused action. */
export class ActionError extends Error {
  override readonly name = "ActionError";

  constructor(readonly kind: ActionErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Actions that are all refused; `state` says why. */
export function refusedActions(kind: ActionErrorKind, state: string): Actions {
  return {
    endProcess: ({ pid }) =>
      Promise.reject(new ActionError(kind, `Cannot end process ${pid}: ${state}`)),
    closeConnections: (connections) =>
      Promise.resolve(
        connections.map((connection) =>
          new ActionError(kind, `Cannot close ${describeConnection(connection)}: ${state}`)
        ),
      ),
  };
}

/** Names a connection in a message. */
export function describeConnection(
  { localAddress, localPort, remoteAddress, remotePort }: ConnectionIdentity,
): string {
  return `the connection from ${localAddress} port ${localPort} to ${remoteAddress} port ` +
    `${remotePort}`;
}
