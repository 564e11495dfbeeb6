/**
 * The law that netsh's parsers invent nothing: each value of theirs stands in the text, and there are no
 * more of them than lines.
 *
 * @module
 */
import { assert } from "@std/assert";
import { HIGHEST_PID, HIGHEST_PORT } from "../../lib/model/limits.ts";
import { httpUrlPort } from "../../lib/tools/netsh/http_url.ts";
import { readLines } from "../../lib/tools/netsh/netsh_lines.ts";
import { parsePortRanges } from "../../lib/tools/netsh/port_ranges.ts";
import { parseServiceState } from "../../lib/tools/netsh/service_state.ts";
import { parseUrlReservations } from "../../lib/tools/netsh/url_reservations.ts";

/** Throws if the parsers make something of a text that does not stand in it. */
export function checkNetsh(text: string): void {
  const lines = readLines(text);
  const printed = lines.map((line) => line.text).join("\n");
  const isPrinted = (value: string) => assert(printed.includes(value), `${value} is invented`);
  const { queues, otherUrls } = parseServiceState(text);
  const reservations = parseUrlReservations(text);
  const { rows: ranges, rejected } = parsePortRanges(text);
  const processes = queues.flatMap((queue) => queue.processes);
  const urls = [...queues.flatMap((queue) => queue.urls), ...otherUrls];
  assert(queues.length + processes.length + urls.length <= lines.length, "more than lines");
  assert(ranges.length + rejected.length <= lines.length, "more ranges than lines");
  assert(reservations.length <= lines.length, "more reservations than lines");
  for (const { pid, image, services, taggedService } of processes) {
    assert(Number.isInteger(pid) && pid >= 1 && pid <= HIGHEST_PID, `PID ${pid}`);
    assert(services === null || services.every((name) => name !== ""), "an empty service");
    [`${pid}`, image, taggedService, ...services ?? []].forEach((value) => isPrinted(value ?? ""));
  }
  for (const { name } of queues) isPrinted(name ?? "");
  for (const { users } of reservations) users.forEach(isPrinted);
  for (const url of [...urls, ...reservations.map(({ url }) => url)]) {
    isPrinted(url);
    const port = httpUrlPort(url);
    assert(port === null || (port >= 1 && port <= HIGHEST_PORT), `port ${port}`);
  }
  for (const { start, end } of ranges) {
    assert(start >= 1 && start <= end && end <= HIGHEST_PORT, `${start} to ${end}`);
    [start, end].forEach((port) => isPrinted(`${port}`));
  }
}
