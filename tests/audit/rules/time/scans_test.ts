/**
 * Tests of the rules on scans that the history shows.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { probedPorts } from "../../../../lib/audit/rules/time/probed_ports.ts";
import { sweptHosts } from "../../../../lib/audit/rules/time/swept_hosts.ts";
import type { Connection } from "../../../../lib/model/connection.ts";
import { type AuditedRow, judged } from "../../../support/audited.ts";
import { EMPTY, flow } from "./seen_before.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

const swept = (flows: readonly Connection[], rows: readonly AuditedRow[] = []) =>
  judged(sweptHosts, rows, { history: { ...EMPTY, newFlows: flows } }).findings
    .map(({ finding }) => finding);

const probed = (flows: readonly Connection[], rows: readonly AuditedRow[] = []) =>
  judged(probedPorts, rows, { history: { ...EMPTY, newFlows: flows } }).findings
    .map(({ finding }) => finding);

const sweep = (count: number, more: Partial<Connection> = {}, minutes = (_: number) => 60) =>
  numbers(count).map((last) =>
    flow(minutes(last), {
      process: "worm.exe",
      path: "C:\\worm.exe",
      remoteAddress: `192.168.1.${last}`,
      remotePort: 445,
      ...more,
    })
  );

const probe = (count: number, more: Partial<Connection> = {}) =>
  numbers(count).map((port) =>
    flow(60, {
      direction: "inbound",
      remoteAddress: "192.168.1.66",
      localPort: port,
      remotePort: 40_000 + port,
      ...more,
    })
  );

Deno.test("swept-hosts-over-time: twenty hosts on one port within minutes", () => {
  const [found] = swept(sweep(20));
  assertEquals([found!.severity, found!.process, found!.remotePort], ["high", "worm.exe", 445]);
  assertEquals(swept(sweep(40, {}, (at) => 60 + at / 5)).length, 1);
  assertEquals(
    swept(sweep(25, { remoteScope: "public", remotePort: 6881 })).map(({ severity }) => severity),
    ["medium"],
  );
});

Deno.test("swept-hosts-over-time: quiet where they are few, slow, or as usual", () => {
  assertEquals(swept(sweep(19)), []);
  assertEquals(swept(sweep(40, {}, (at) => at * 5)), []);
  assertEquals(swept(sweep(60, { remotePort: 443 })), []);
  assertEquals(swept(sweep(60, { protocol: "UDP" })), []);
  assertEquals(swept(sweep(60, { remoteScope: "loopback" })), []);
  assertEquals(swept(sweep(60, { direction: null })), []);
  assertEquals(swept(numbers(60).flatMap(() => sweep(1))), []);
});

Deno.test("swept-hosts-over-time: what is on the screen is another rule's", () => {
  const rows = numbers(20).map((last) => ({
    process: "worm.exe",
    path: "C:\\worm.exe",
    remoteAddress: `192.168.1.${last}`,
    remotePort: 445,
  }));
  assertEquals(swept(sweep(30), rows), []);
});

Deno.test("probed-ports-over-time: one host at twenty ports within minutes", () => {
  const [found] = probed(probe(20));
  assertEquals([found!.severity, found!.remoteAddress], ["medium", "192.168.1.66"]);
});

Deno.test("probed-ports-over-time: quiet for few ports, many hosts, and this computer itself", () => {
  assertEquals(probed(probe(19)), []);
  assertEquals(probed(probe(60, { localPort: 443 })), []);
  assertEquals(probed(probe(60, { remoteScope: "loopback" })), []);
  assertEquals(
    probed(
      numbers(60).map((last) =>
        flow(60, { direction: "inbound", remoteAddress: `192.0.2.${last}`, localPort: last })
      ),
    ),
    [],
  );
});

Deno.test("scans: without a history the rules say so once", () => {
  for (const rule of [sweptHosts, probedPorts]) {
    assertEquals(judged(rule, [{}, {}]).gaps.map(({ missing }) => missing), ["history"]);
  }
});
