/**
 * Checks what a run of netwho finds around it: its own file, the folder it was started in, links
 * among its folders, and the variables that steer its runtime. A recording holds nothing of that.
 *
 * @module
 */
import { isSharePath } from "../host/file_paths.ts";
import type { Facts, Files, Host } from "../host/host.ts";
import { attempt } from "../host/refusals.ts";
import { httpsProxies, proxyExceptions } from "../host/proxy_settings.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";

type Surroundings = Facts & Files & Pick<Host, "isTerminal" | "canColor">;

/** Checks the surroundings; nothing of a recording, which was made elsewhere. */
export function checkSurroundings(host: Surroundings): Check[] {
  if (host.ownPid() === null) return [];
  return [
    checkClosing(host),
    ...checkTerminal(host),
    ...checkProgram(host),
    checkCurrentFolder(host),
    ...checkLinks(host),
    checkCertificates(host),
    checkProxy(host),
    checkVariables(host),
  ];
}

/** Which connections netwho close can break here. */
function checkClosing(host: Facts): Check {
  const isElevated = host.elevated() === true;
  if (host.os === "windows") {
    const rights = isElevated ? "" : " when started as administrator";
    return okCheck("close", `can break IPv4 connections${rights}; Windows has no call for IPv6`);
  }
  const rights = isElevated ? "" : " as root, and";
  return okCheck("close", `can break connections${rights} where the kernel allows it`);
}

/** Whether the console of Windows can show colors and watch; nothing where output goes elsewhere. */
function checkTerminal(host: Surroundings): Check[] {
  if (host.os !== "windows" || !host.isTerminal("stdout")) return [];
  if (host.canColor()) return [okCheck("console", "obeys control sequences")];
  const advice = "Without them there are no colors, and no watch on the whole screen: turn off " +
    '"Use legacy console" in its properties, or use Windows Terminal';
  return [warningCheck("console", { value: "does not obey control sequences", advice })];
}

/** Where the executable lies. On Windows, libraries in its folder can be loaded into it. */
function checkProgram(host: Facts): Check[] {
  const own = host.ownCommand();
  if (own === null) return [];
  const value = [own.program, ...own.before].join(" ");
  const isExecutable = own.before.length === 0;
  if (
    !isExecutable || host.os !== "windows" || host.elevated() !== true || isGuarded(host, value)
  ) {
    return [okCheck("program", value)];
  }
  const advice =
    "Before you run it as administrator, move it to a folder that only administrators " +
    "can write to, such as C:\\Program Files\\netwho: else others can replace it";
  return [warningCheck("program", { value, advice })];
}

/** Whether a program lies where only administrators can write. */
function isGuarded({ env }: Pick<Facts, "env">, path: string): boolean {
  const folders = ["ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "SystemRoot"]
    .flatMap((name) => env(name) || []);
  return folders.some((folder) =>
    path.toLowerCase().startsWith(`${folder.toLowerCase().replace(/\\+$/, "")}\\`)
  );
}

function checkCurrentFolder(host: Files & Facts): Check {
  const { value: folder } = attempt(() => host.currentFolder());
  if (folder === null) {
    const advice = "Files named without a folder cannot be found: go to another folder";
    return warningCheck("current folder", { value: "gone", advice });
  }
  const isRemote = host.os === "windows" && (isSharePath(folder) || host.leadsToNetwork(folder));
  const remote = isRemote ? ", on another computer" : "";
  return okCheck("current folder", `${folder}${remote}`);
}

/** Whether a folder of netwho's is elsewhere than its path says. */
function checkLinks(host: Surroundings): Check[] {
  const folders = [host.cacheFolder(), host.dataFolder(), host.configFolder()]
    .filter((folder) => folder !== null);
  const links = [...new Set(folders)].flatMap((folder) => {
    const real = host.realPath(folder);
    return isSamePath(host, folder, real) ? [] : [`${folder} leads to ${real}`];
  });
  if (links.length === 0) return [];
  const value = links.join("; ");
  if (host.elevated() !== true) return [okCheck("links", value)];
  const advice =
    "netwho runs with all rights here, and writes where these lead: make sure that only " +
    "you can change them";
  return [warningCheck("links", { value, advice })];
}

function isSamePath({ os }: Pick<Facts, "os">, one: string, other: string): boolean {
  if (os !== "windows") return one === other;
  const plain = (path: string) => path.replace(/^\\\\\?\\/, "").replaceAll("/", "\\").toLowerCase();
  return plain(one) === plain(other);
}

/** Whose certificates `whois` and `--rdap` believe. */
function checkCertificates({ os, env }: Facts): Check {
  const stores = (env("DENO_TLS_CA_STORE") || "mozilla").split(",").map((store) => store.trim());
  const system = os === "windows" ? "Windows'" : "the system's";
  const names = new Map([["system", system], ["mozilla", "Mozilla's"]]);
  const unknown = stores.filter((store) => !names.has(store));
  if (unknown.length > 0) {
    const value = `DENO_TLS_CA_STORE names no store: ${unknown.join(", ")}`;
    const advice = "whois and --rdap fail: unset it, or set it to system,mozilla";
    return warningCheck("certificates", { value, advice });
  }
  const added = ["DENO_CERT", "NODE_EXTRA_CA_CERTS"].filter((name) => env(name));
  const value = [
    ...stores.map((store) => names.get(store)),
    ...added.map((name) => `those in ${name}`),
  ];
  return okCheck("certificates", value.join(", "));
}

/** The proxy for `whois` and `--rdap`; never its password. */
function checkProxy({ os, env }: Facts): Check {
  const settings = httpsProxies(env);
  const odd = settings.find(({ address }) => address === null);
  if (odd !== undefined) {
    const advice =
      "Write it like http://HOST:PORT or http://NAME:PASSWORD@HOST:PORT, with %40 for an " +
      "@ and %2F for a / in the password";
    const value = `${odd.variable} is not understood, and not used`;
    return warningCheck("proxy", { value, advice });
  }
  const [proxy] = settings;
  if (proxy !== undefined) {
    const login = proxy.hasLogin ? ", with a password" : "";
    const exceptions = proxyExceptions(env);
    const past = exceptions === null ? "" : `; not for ${exceptions}`;
    return okCheck("proxy", `${proxy.address} (${proxy.variable})${login}${past}`);
  }
  if (env("HTTP_PROXY") || env("http_proxy")) {
    const advice = "Set HTTPS_PROXY too: whois and --rdap use HTTPS alone";
    return warningCheck("proxy", { value: "HTTP_PROXY alone", advice });
  }
  const own = os === "windows" ? "; Windows' proxy settings are not read" : "";
  return okCheck("proxy", `none: HTTPS_PROXY is not set${own}`);
}

/** What each variable makes the runtime do; from the executables the first two are taken out. */
const VARIABLES: readonly (readonly [name: string, effect: string, onlyWithDeno?: true])[] = [
  ["SSLKEYLOGFILE", "writes the keys of encrypted connections into a file", true],
  ["DENO_INTERNAL_CHILD_ENTRYPOINT", "is meant to start another program in netwho's place", true],
  ["DENO_LOG", "prints lines of the runtime among netwho's messages"],
  ["DENO_TOKIO_METRICS", "prints lines of the runtime among netwho's messages"],
];

/** The variables that make the runtime do what netwho does not want. */
function checkVariables({ env, ownCommand }: Facts): Check {
  const isExecutable = ownCommand()?.before.length === 0;
  const found = VARIABLES.filter(([name, , onlyWithDeno]) =>
    env(name) && !(isExecutable && onlyWithDeno)
  );
  if (found.length === 0) return okCheck("environment", "no variable that disturbs");
  return warningCheck("environment", {
    value: found.map(([name, effect]) => `${name} ${effect}`).join("; "),
    advice: `Unset ${found.map(([name]) => name).join(", ")}, unless you set it on purpose`,
  });
}
