/**
 * `netwho close`: closes TCP connections.
 *
 * @module
 */
import { defineCommand } from "../command.ts";
import { CLOSE_OPTIONS } from "../options/action_options.ts";

/** The command that closes connections. */
export const close = defineCommand({
  name: "close",
  summary: "close TCP connections, while their programs go on",
  details:
    "Closes the open TCP connections that the filters choose, at once and without their programs' " +
    "help: both ends see the connection broken, as when a cable is pulled. A program may connect anew. " +
    "Without a filter nothing is closed. One connection needs no question, unless it is that of the SSH " +
    "session in which you work; before several netwho asks on a terminal, and needs --yes elsewhere.\n\n" +
    "--connection names one connection by both ends, and several together mean these alone, not " +
    "what is like them; with the process ID behind them another process's is left alone. One that is " +
    "not there has the row gone.\n\n" +
    "Nothing is looked up first, so that it takes effect at once: --host, " +
    "--owner-name and --country, which need look-ups, do not exist here. On Windows --service and " +
    "--user wait for tasklist.\n\n" +
    "It takes administrator rights on Windows, which can close IPv4 connections only (SetTcpEntry), and " +
    "root on Linux, where ss does it (package iproute2).\n\n" +
    "Listeners, UDP sockets and connections in TIME_WAIT are no open connections: they are told with " +
    "the reason and left alone. Exit code: 0 if no open connection that was chosen is left; 3 if one " +
    "is, or if nothing else than such rows was chosen.",
  options: CLOSE_OPTIONS,
  lacks: {
    host: "names take look-ups, and closing waits for none; give the address: --remote",
    "owner-name": "owners take look-ups, and closing waits for none; give the network: --remote",
    country: "countries take look-ups, and closing waits for none; give the network: --remote",
    resolve: "closing waits for no look-up",
    owner: "closing waits for no look-up",
  },
  examples: [
    ["netwho close --process game.exe --yes", "all connections of a program"],
    ["netwho close --remote 192.0.2.0/24 --dry-run", "what would be closed"],
    ["netwho close --local-port 50123", "one connection, without a question"],
    ["netwho close --pid 4711 --remote-port 443", "those of a process with web servers"],
  ],
  run: async (invocation) => {
    const { runClose } = await import("../run_close.ts");
    return await runClose(invocation);
  },
});
