/**
 * URLs as HTTP.sys registers them: `HTTP://+:80/`, `https://*:443/`, `http://192.0.2.7:8080:192.0.2.7/`,
 * `HTTP://[::1]:5985/WSMAN/`.
 *
 * @module
 */
import { HIGHEST_PORT } from "../../model/limits.ts";

/** Whether text begins as such a URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/\s*\S/i.test(text);
}

/**
 * The port of a URL that HTTP.sys serves; that of its scheme where it names none, null where it has no
 * valid one.
 */
export function httpUrlPort(url: string): number | null {
  const [, scheme = "", authority = ""] = /^(https?):\/\/([^/]*)/i.exec(url) ?? [];
  // The port stands behind the host; a second colon begins the address that is bound.
  const match = /^(?:\[[^\]]*\]|[^:[\]]+)(?::([^:]*)(?::.*)?)?$/s.exec(authority);
  if (match === null) return null;
  const digits = match[1];
  if (digits === undefined) return scheme.toLowerCase() === "https" ? 443 : 80;
  if (!/^\d{1,5}$/.test(digits)) return null;
  const port = Number(digits);
  return port >= 1 && port <= HIGHEST_PORT ? port : null;
}
