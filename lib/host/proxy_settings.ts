/**
 * The web proxies that environment variables name, read as Deno's `fetch` reads them. A proxy's user
 * name and password are never part of what is returned.
 *
 * @module
 */

/** A variable that names a proxy. */
export interface ProxySetting {
  /** Its name: `HTTPS_PROXY`. */
  readonly variable: string;
  /** The proxy's host and port; null where the value is not understood, and no proxy is used. */
  readonly address: string | null;
  /** Whether the value holds a user name or a password. */
  readonly hasLogin: boolean;
}

/** What reads environment variables. */
type Env = (name: string) => string | undefined;

/** The variables for HTTPS, in the order in which they are tried. */
const HTTPS_VARIABLES = [["ALL_PROXY", "all_proxy"], ["HTTPS_PROXY", "https_proxy"]] as const;

/** The variables that name the hosts to reach without a proxy. */
const EXCEPTIONS = ["NO_PROXY", "no_proxy"] as const;

/** The proxy settings for HTTPS, that in force first. Those that are empty are left out. */
export function httpsProxies(env: Env): ProxySetting[] {
  const settings = HTTPS_VARIABLES.flatMap((names) => {
    const all = names.flatMap((name) => readSetting(name, env(name) ?? ""));
    return (all.find(({ address }) => address !== null) ?? all[0]) || [];
  });
  return settings.sort((a, b) => Number(a.address === null) - Number(b.address === null));
}

/** The hosts that are reached without a proxy, as written; null without any. */
export function proxyExceptions(env: Env): string | null {
  return EXCEPTIONS.map(env).find((value) => value !== undefined) || null;
}

/** The proxy through which an https URL is fetched; null for none. */
export function proxyFor(url: string, env: Env): ProxySetting | null {
  if (!/^https:/i.test(url)) return null;
  const [first] = httpsProxies(env);
  if (first === undefined || first.address === null) return null;
  return isExcepted(new URL(url).hostname, proxyExceptions(env)) ? null : first;
}

/** Networks are not compared: an address in one counts as reached through the proxy. */
function isExcepted(host: string, exceptions: string | null): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return (exceptions?.split(",") ?? []).map((one) => one.trim()).some((one) =>
    one !== "" && (one === "*" || one.replace(/^\./, "") === bare ||
      bare.endsWith(`.${one.replace(/^\./, "")}`))
  );
}

function readSetting(variable: string, value: string): ProxySetting[] {
  if (value === "") return [];
  // A password may hold anything, also what looks like the end of a host.
  const [, scheme = "http", login, rest = ""] =
    /^(?:([a-z0-9+.-]+):\/\/)?(?:(.*)@)?([^@]*)$/is.exec(value) ?? [];
  const address = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?=[/?]|$)/i.exec(rest)?.[0] ?? null;
  const isUsable = /^(?:https?|socks5h?)$/i.test(scheme) &&
    (login === undefined || /^[^:/?#]*:[^/?#]*$/.test(login)) && /^[!-~]*$/.test(value);
  return [{ variable, address: isUsable ? address : null, hasLogin: login !== undefined }];
}
