/**
 * Names as users write them, and the names that may reach a tool's command line or input.
 *
 * @module
 */

/** RFC 1035, section 2.3.4, without the octet of the root. */
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
/** Nothing longer can become a name, however IDNA writes it; keeps the work small. */
const LONGEST_TEXT = 1000;
/** What names in use are made of; `_` stands in those of services (`_sip._tcp`). */
const LABEL = /^[a-z0-9_-]+$/;
/** A last label that many programs, and the URL standard, take for part of an IPv4 address. */
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;
/** The first character in ASCII that no name has. */
const STRANGE = /[^a-z0-9._\-\u0080-\u{10ffff}]/iu;

/** A name that can be asked about, or why a text is none. */
export type HostName =
  | { readonly name: string; readonly reason: null }
  | { readonly name: null; readonly reason: string };

/**
 * The host name that a text stands for: lower case, in ASCII (IDNA), without the final dot. It has
 * nothing but letters, digits, `-`, `_` and dots, does not begin with `-`, and is no number, so it
 * can be neither an option nor a command of nslookup's, once it holds a dot.
 */
export function readHostName(text: string): HostName {
  const trimmed = text.trim();
  if (trimmed === "") return refused("it is empty");
  if (trimmed.length > LONGEST_TEXT) return refused(`it has over ${LONGEST_NAME} characters`);
  const strange = STRANGE.exec(trimmed)?.[0];
  if (strange !== undefined) return refused(`no host name has ${nameCharacter(strange)} in it`);
  const name = toAscii(trimmed);
  if (name === null) return refused("it holds characters that no host name has");
  return check(name.replace(/\.$/, ""));
}

/**
 * The part of IDNA (UTS 46) comes from the platform's URL. It is given nothing that it would take
 * for a port, a user or a path, and a last label that keeps it from reading an IPv4 address; what it
 * makes of it is checked like any other name.
 */
function toAscii(text: string): string | null {
  const lower = text.toLowerCase();
  // deno-lint-ignore no-control-regex -- all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  const suffix = ".x";
  try {
    const { hostname } = new URL(`http://${lower.replace(/[.\u3002\uff0e\uff61]$/u, "")}${suffix}`);
    return hostname.slice(0, -suffix.length);
  } catch {
    return null;
  }
}

function check(name: string): HostName {
  const labels = name.split(".");
  if (name.startsWith("-")) return refused("a host name does not begin with a hyphen");
  if (name.length > LONGEST_NAME) return refused(`it has over ${LONGEST_NAME} characters`);
  if (labels.includes("")) return refused("one of its labels is empty");
  if (labels.some(({ length }) => length > LONGEST_LABEL)) {
    return refused(`one of its labels has over ${LONGEST_LABEL} characters`);
  }
  if (!labels.every((label) => LABEL.test(label))) {
    return refused("it holds characters that no host name has");
  }
  if (NUMBER.test(labels.at(-1)!)) return refused("it is neither an address nor a host name");
  return { name, reason: null };
}

function refused(reason: string): HostName {
  return { name: null, reason };
}

function nameCharacter(character: string): string {
  if (character === " ") return "a space";
  const code = character.codePointAt(0)!;
  if (code > 0x20 && code < 0x7f) return character;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
