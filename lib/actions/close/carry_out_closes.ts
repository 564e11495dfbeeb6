/**
 * Closes the connections of a plan.
 *
 * @module
 */
import {
  type ActionError,
  type Actions,
  type ConnectionIdentity,
  describeConnection,
} from "../../host/actions.ts";
import type { ClosedConnection } from "../../model/closed_connection.ts";
import type { ClosePlan } from "./plan_closes.ts";

/** How to close. */
export interface CloseOptions {
  /** Milliseconds that it may take. */
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** The rows of a plan that is not carried out, in order. */
export function plannedCloses(plans: readonly ClosePlan[]): ClosedConnection[] {
  return plans.map((plan) => {
    if (plan.refusal !== null) {
      return { result: "refused", reason: plan.refusal.reason, ...plan.row };
    }
    const reason = plan.isOwnSession ? "you may work through it: you would be cut off" : null;
    return { result: "planned", reason, ...plan.row };
  });
}

/**
 * Closes the connections of a plan, all in one call, and resolves to what came of each row, in order.
 * Rows with the same ends are one connection, which several processes hold.
 *
 * @throws the signal's reason where it is interrupted.
 */
export async function carryOutCloses(
  host: Pick<Actions, "closeConnections">,
  plans: readonly ClosePlan[],
  options: CloseOptions,
): Promise<ClosedConnection[]> {
  const wanted = new Map<string, ConnectionIdentity>();
  for (const { identity } of plans) {
    if (identity !== null && !wanted.has(keyOf(identity))) wanted.set(keyOf(identity), identity);
  }
  const errors = wanted.size === 0
    ? []
    : await host.closeConnections([...wanted.values()], options);
  const outcomes = new Map([...wanted.keys()].map((key, at) => [key, errors[at] ?? null]));
  return plans.map(({ row, identity, refusal }) => {
    if (identity === null) return { result: "refused", reason: refusal.reason, ...row };
    const error = outcomes.get(keyOf(identity)) ?? null;
    // The other end of a connection within this computer closes with it.
    const isClosed = error === null ||
      (error.kind === "gone" && outcomes.get(keyOf(turned(identity))) === null);
    if (isClosed) return { result: "closed", reason: null, ...row };
    return {
      result: error.kind === "gone" ? "gone" : "failed",
      reason: reasonOf(error, identity),
      ...row,
    };
  });
}

/**
 * Whether an order was carried out: no open connection that was chosen is left. Rows that are no open
 * connections matter only where nothing else was chosen.
 */
export function areClosed(
  plans: readonly ClosePlan[],
  rows: readonly ClosedConnection[],
): boolean {
  if (rows.some(({ result }) => result === "failed")) return false;
  if (plans.some(({ refusal }) => refusal?.isOpen)) return false;
  return plans.length === 0 || plans.some(({ refusal }) => refusal === null);
}

function keyOf(
  { localAddress, localPort, remoteAddress, remotePort }: ConnectionIdentity,
): string {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}

/** The connection as its other end has it. */
function turned(identity: ConnectionIdentity): ConnectionIdentity {
  const { localAddress, localPort, remoteAddress, remotePort } = identity;
  return {
    ...identity,
    localAddress: remoteAddress,
    localPort: remotePort,
    remoteAddress: localAddress,
    remotePort: localPort,
  };
}

/** Why a connection was not closed. The row says already which one that is. */
function reasonOf({ message }: ActionError, identity: ConnectionIdentity): string {
  const prefix = `Cannot close ${describeConnection(identity)}: `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}
