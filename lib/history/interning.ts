/**
 * Keeps what repeats once: texts, programs, processes, flows. The IDs are remembered for one run only:
 * another process may remove what is not referred to between two runs.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { hasPeer } from "../model/peer.ts";
import type { SqlValue, Statement } from "../host/databases.ts";
import { START_TOLERANCE } from "./match_episodes.ts";

/** What a run could see. */
export interface RunView {
  /** The version of netwho. */
  readonly netwho: string;
  readonly os: string;
  /** Whether with administrator's (root's) rights; null if unknown. */
  readonly elevated: boolean | null;
  /** Why owners could not be seen; null if all were. */
  readonly hiddenBy: string | null;
}

/** A run by its ID and time. */
export interface RunMoment {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Prepares a statement, or returns the one prepared before. */
export type Prepare = (sql: string) => Statement;

/** Finds the IDs of what repeats, and inserts what is new. */
export class Interning {
  readonly #prepare: Prepare;
  readonly #known = new Map<string, number>();

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  /** The ID of a text. */
  text(value: string): number;
  text(value: string | null): number | null;
  text(value: string | null): number | null {
    if (value === null) return null;
    return this.#once(["text", value], () => this.#findOrInsert("text", { value }));
  }

  view({ netwho, os, elevated, hiddenBy }: RunView): number {
    const isElevated = elevated === null ? null : Number(elevated);
    return this.#findOrInsert("view", {
      netwho: this.text(netwho),
      os: this.text(os),
      elevated: isElevated,
      "hidden_by": this.text(hiddenBy),
    });
  }

  /** The program of a connection; null where nothing is known of it. */
  program({ process, path, user, services }: Connection): number | null {
    const list = services === null ? null : JSON.stringify(services);
    if (process === null && path === null && user === null && list === null) return null;
    return this.#once(["program", process, path, user, list], () =>
      this.#findOrInsert("program", {
        process: this.text(process),
        path: this.text(path),
        user: this.text(user),
        services: this.text(list),
      }));
  }

  /** The process of a connection; null where it could not be seen. */
  process({ pid }: Connection, startedAt: number | null, program: number | null): number | null {
    if (pid === null) return null;
    return this.#once(["process", pid, startedAt, program], () => {
      if (startedAt === null) {
        return this.#findOrInsert("process", { pid, "started_at": null, program });
      }
      const found = this.#prepare(
        "SELECT id FROM process WHERE pid = ? AND started_at BETWEEN ? AND ? AND program IS ? LIMIT 1",
      ).get(pid, startedAt - START_TOLERANCE, startedAt + START_TOLERANCE, program);
      if (found !== undefined) return found.id as number;
      return this.#prepare("INSERT INTO process (pid, started_at, program) VALUES (?, ?, ?)")
        .run(pid, startedAt, program).lastId;
    });
  }

  /** The flow of a connection and the port that is not in it. `firstRun`: where it was first seen. */
  flow(
    row: Connection,
    { computer, program, firstRun }: {
      readonly computer: number | null;
      readonly program: number | null;
      readonly firstRun: RunMoment;
    },
  ): { readonly flow: number; readonly port: number | null } {
    const moving = movingPort(row);
    const parts = {
      computer,
      program,
      protocol: this.text(row.protocol),
      direction: this.text(row.direction),
      "local_address": this.text(row.localAddress),
      "local_host": this.text(row.localHost),
      "local_port": moving === "local" ? null : row.localPort,
      "remote_address": this.text(row.remoteAddress),
      "remote_host": this.text(row.remoteHost),
      "remote_port": moving === "remote" ? null : row.remotePort,
      "socket_service": this.text(row.socketService),
      "remote_host_source": this.text(row.remoteHostSource),
    };
    const flow = this.#once(["flow", firstRun.id, ...Object.values(parts)], () => {
      const id = this.#findOrInsert("flow", parts, { also: { "first_run": firstRun.id } });
      this.seeFlow(id, firstRun);
      return id;
    });
    const port = moving === "local" ? row.localPort : moving === "remote" ? row.remotePort : null;
    return { flow, port };
  }

  /** Keeps that a flow was seen in a run, if that is before the first one known. */
  seeFlow(flow: number, { id, at }: RunMoment): void {
    this.#prepare(
      "UPDATE flow SET first_run = ? WHERE id = ? AND first_run <> ? AND " +
        "(SELECT at FROM run WHERE run.id = flow.first_run) > ?",
    ).run(id, flow, id, at);
  }

  /** Finds the ID of something once. */
  #once(key: readonly SqlValue[], find: () => number): number {
    const text = JSON.stringify(key);
    let id = this.#known.get(text);
    if (id === undefined) this.#known.set(text, id = find());
    return id;
  }

  /** `also`: what a row that is inserted has besides what is looked for. */
  #findOrInsert(table: string, values: Values, { also = {} }: { also?: Values } = {}): number {
    const same = Object.keys(values).map((column) => `${column} IS ?`).join(" AND ");
    const found = this.#prepare(`SELECT id FROM ${table} WHERE ${same} LIMIT 1`)
      .get(...Object.values(values));
    if (found !== undefined) return found.id as number;
    const all = { ...values, ...also };
    const names = Object.keys(all);
    return this.#prepare(
      `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    ).run(...Object.values(all)).lastId;
  }
}

/** Values by the names of their columns. */
type Values = Readonly<Record<string, SqlValue>>;

/** From here on systems give ports to programs that ask for any: Linux from 32768, Windows from 49152. */
const FIRST_DYNAMIC_PORT = 32768;

/** The end whose port is another one each time; see the table `flow`. */
function movingPort(row: Connection): "local" | "remote" | null {
  if (hasPeer(row)) return row.direction === "inbound" ? "remote" : "local";
  return row.protocol === "UDP" && (row.localPort ?? 0) >= FIRST_DYNAMIC_PORT ? "local" : null;
}
