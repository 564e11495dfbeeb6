/**
 * Makes certificates (X.509 v3, ECDSA with P-256) for servers on loopback. Nothing is kept: each run
 * of the tests has its own.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a certificate says. */
export interface CertificateOptions {
  /** The addresses and names it is for. @default 127.0.0.1 and localhost */
  readonly names?: readonly string[];
  /** @default a day before now */
  readonly notBefore?: Date;
  /** @default a day after now */
  readonly notAfter?: Date;
}

/** An authority that signs certificates, and its own, which makes them trusted. */
export interface Authority {
  readonly cert: string;
  sign(options?: CertificateOptions): Promise<Certificate>;
}

const DAY = 86_400_000;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const ECDSA_WITH_SHA256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));

/** Makes an authority that nobody trusts yet. */
export async function makeAuthority(): Promise<Authority> {
  const pair = await makePair();
  const name = nameOf("Example Inspection Authority");
  const cert = await signed({ pair, signer: pair, name, issuer: name, isAuthority: true });
  return {
    cert,
    async sign(options = {}) {
      const own = await makePair();
      const subject = nameOf("server");
      const text = await signed({
        ...options,
        pair: own,
        signer: pair,
        name: subject,
        issuer: name,
        isAuthority: false,
      });
      return { cert: text, key: await pemOfKey(own) };
    },
  };
}

/** Makes a certificate that is its own issuer, as `openssl req -x509` does. */
export async function makeSelfSigned(options: CertificateOptions = {}): Promise<Certificate> {
  const pair = await makePair();
  const name = nameOf("localhost");
  const cert = await signed({
    ...options,
    pair,
    signer: pair,
    name,
    issuer: name,
    isAuthority: true,
  });
  return { cert, key: await pemOfKey(pair) };
}

interface Content extends CertificateOptions {
  readonly pair: CryptoKeyPair;
  readonly signer: CryptoKeyPair;
  readonly name: Uint8Array;
  readonly issuer: Uint8Array;
  readonly isAuthority: boolean;
}

async function signed({
  pair,
  signer,
  name,
  issuer,
  isAuthority,
  names = ["127.0.0.1", "localhost"],
  notBefore = new Date(Date.now() - DAY),
  notAfter = new Date(Date.now() + DAY),
}: Content): Promise<string> {
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey));
  const serial = crypto.getRandomValues(new Uint8Array(8)).map((byte, i) =>
    i ? byte : byte & 0x3f | 0x40
  );
  const constraints = sequence(...isAuthority ? [der(0x01, [0xff])] : []);
  const content = sequence(
    der(0xa0, der(0x02, [2])), // version 3
    der(0x02, serial),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey,
    der(
      0xa3,
      sequence(
        extension([0x55, 0x1d, 0x13], constraints),
        extension([0x55, 0x1d, 0x11], sequence(...names.map(alternativeName))),
      ),
    ),
  );
  const raw = await crypto.subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    signer.privateKey,
    content,
  );
  const signature = sequence(
    integer(new Uint8Array(raw.slice(0, 32))),
    integer(new Uint8Array(raw.slice(32))),
  );
  const all = sequence(
    content,
    ECDSA_WITH_SHA256,
    der(0x03, concat([Uint8Array.of(0), signature])),
  );
  return pem("CERTIFICATE", all);
}

async function makePair(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

async function pemOfKey({ privateKey }: CryptoKeyPair): Promise<string> {
  return pem("PRIVATE KEY", new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)));
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g)!.join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function der(tag: number, content: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const { length } = content;
  const size = length < 128
    ? [length]
    : length < 256
    ? [0x81, length]
    : [0x82, length >> 8, length & 255];
  return Uint8Array.from([tag, ...size, ...Array.from(content)]);
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return der(0x30, concat(parts));
}

function oid(bytes: readonly number[]): Uint8Array {
  return der(0x06, bytes);
}

function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = [...bytes.subarray(first)];
  return der(0x02, digits[0]! > 127 ? [0, ...digits] : digits);
}

function nameOf(commonName: string): Uint8Array {
  const text = der(0x0c, new TextEncoder().encode(commonName));
  return sequence(der(0x31, sequence(oid([0x55, 0x04, 0x03]), text)));
}

/** In the form that holds for every year. */
function time(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\.\d+|[-:T]/g, "");
  return date.getUTCFullYear() < 2050
    ? der(0x17, new TextEncoder().encode(digits.slice(2)))
    : der(0x18, new TextEncoder().encode(digits));
}

function extension(id: readonly number[], value: Uint8Array): Uint8Array {
  return sequence(oid(id), der(0x04, value));
}

function alternativeName(name: string): Uint8Array {
  return /^[\d.]+$/.test(name)
    ? der(0x87, name.split(".").map(Number))
    : der(0x82, new TextEncoder().encode(name));
}
