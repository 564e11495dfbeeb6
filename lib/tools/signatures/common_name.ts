/**
 * Reads the name in the subject of a certificate, as .NET prints it:
 * `CN="Example, Inc.", O=Example, L=Berlin, C=DE`. Values with a comma and the like stand in quotes, and
 * a quote in them is doubled.
 *
 * @module
 */

/** The longest name that is kept, in UTF-16 units. */
const LONGEST_NAME = 256;

/** The common name in a subject, else the organisation, else the subject itself; null for none. */
export function commonName(subject: string | null): string | null {
  if (subject === null) return null;
  const attributes = attributesOf(subject.slice(0, LONGEST_SUBJECT));
  const named = (type: string) => attributes.find(([name, value]) => name === type && value !== "");
  const name = (named("cn") ?? named("o"))?.[1] ?? subject.trim();
  return name.slice(0, LONGEST_NAME).toWellFormed() || null;
}

/** Subjects of certificates have a few hundred characters. */
const LONGEST_SUBJECT = 8_192;

/** An attribute: its type in lower case, and its value. */
type Attribute = readonly [type: string, value: string];

// A type, then a value: in quotes, in which quotes are doubled, or up to a separator.
const ATTRIBUTE = /\s*([A-Za-z][\w.-]*)\s*=\s*(?:"((?:""|[^"])*)"|((?!")(?:\\.|[^,;+\r\n])*))\s*/y;

/** The attributes of a subject in their order, as far as it can be read. */
function attributesOf(subject: string): Attribute[] {
  const attributes: Attribute[] = [];
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.lastIndex < subject.length) {
    const match = ATTRIBUTE.exec(subject);
    if (match === null) break;
    const [whole, type, quoted, plain] = match;
    attributes.push([type!.toLowerCase(), valueOf(quoted, plain ?? "")]);
    const end = match.index + whole.length;
    if (!/[,;+\r\n]/.test(subject[end] ?? "")) break;
    ATTRIBUTE.lastIndex = end + 1;
  }
  return attributes;
}

function valueOf(quoted: string | undefined, plain: string): string {
  if (quoted !== undefined) return quoted.replaceAll('""', '"').trim();
  // As RFC 4514 escapes what .NET puts in quotes; any other backslash stands for itself.
  return plain.replace(/\\([,;+"\\<>=#])/g, "$1").trim();
}
