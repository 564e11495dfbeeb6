/**
 * Whether all that netstat's parser says of a socket stands in the text.
 *
 * @module
 */
import { servicePort } from "../../lib/address/ports.ts";
import type { Socket } from "../../lib/model/socket.ts";

/** Returns the values of rows that do not stand in the text they were made of, as `field: value`. */
export function inventedValues(text: string, rows: readonly Socket[]): string[] {
  const plain = withoutMarks(text);
  const numberless = plain.replace(/(^|[\r\n])\d+:/g, "$1");
  // A row may have been wrapped, at a space or within a word, and its lines doubled.
  const texts = [text, plain, numberless].flatMap((variant) => [
    variant,
    variant.replace(LINE_ENDS, " "),
    variant.replace(LINE_ENDS, ""),
  ]);
  const stands = (value: string): boolean =>
    texts.some((variant) => variant.includes(value) || variant.includes(withoutMarks(value)));
  const services = new Set(
    texts.flatMap((variant) => [...variant.matchAll(/:([\w-]+)/g)])
      .map(([, name]) => name!),
  );
  const isPort = (port: number, protocol: "TCP" | "UDP"): boolean =>
    stands(`${port}`) || [...services].some((name) => servicePort(protocol, name) === port);
  return rows.flatMap((row) => {
    const { protocol, localPort, remotePort, pid, stateMilliseconds: time } = row;
    const words = [row.localAddress, row.remoteAddress, row.localHost, row.remoteHost]
      .concat(row.stateText, row.process, row.offloadState, row.components);
    const numbers = [pid, time].map((number) => number === null ? null : `${number}`);
    const ports = [localPort, remotePort].filter((port) => port !== null);
    return [
      ...words.concat(numbers).filter((value) => value !== null && !stands(value)),
      ...ports.filter((port) => !isPort(port, protocol as "TCP" | "UDP")).map((port) => `:${port}`),
      ...texts.some((variant) => variant.toUpperCase().includes(protocol)) ? [] : [protocol],
      ...row.stateText !== null || row.state === null ? [] : withoutText(row.state),
    ].map((value) => `${value}`);
  });
}

const LINE_ENDS = /[\r\n](?:[^\S\r\n]*[\r\n])*/g;

/** A state that nothing was printed for: only a listener is known by its remote end. */
function withoutText(state: string): string[] {
  return state === "UNKNOWN" || state === "LISTENING" ? [] : [state];
}

function withoutMarks(text: string): string {
  // deno-lint-ignore no-control-regex -- colours and NULs are looked for
  return text.replace(/\u001b\[[\d;]*[A-Za-z]|[\0\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, "")
    .replace(/[^\S\t\r\n ]/g, " ");
}
