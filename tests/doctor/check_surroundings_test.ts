import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkSurroundings } from "../../lib/doctor/check_surroundings.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";

type Variables = Readonly<Record<string, string>>;

const machine = (overrides: Partial<Host> = {}, variables: Variables = {}) =>
  fakeHost({
    os: "windows",
    ownPid: () => 4711,
    ownCommand: () => ({ program: "C:\\Program Files\\netwho\\netwho.exe", before: [] }),
    currentFolder: () => "C:\\Users\\anna",
    elevated: () => false,
    env: (name) =>
      ({ ProgramFiles: "C:\\Program Files", SystemRoot: "C:\\WINDOWS", ...variables })[
        name
      ],
    ...overrides,
  });
const row = (host: Host, name: string) => {
  const found = checkSurroundings(host).find(({ check }) => check === name);
  return found && [found.status, found.value];
};
const withVariables = (name: string, variables: Variables) => row(machine({}, variables), name);

Deno.test("a recording was made in other surroundings", () => {
  assertEquals(checkSurroundings(machine({ ownPid: () => null })), []);
});

Deno.test("in order, each check is ok and needs no advice", () => {
  for (const host of [machine(), machine({ elevated: () => true })]) {
    for (const { status, advice } of checkSurroundings(host)) {
      assertEquals([status, advice], ["ok", null]);
    }
  }
});

Deno.test("an administrator's netwho lies where only administrators write", () => {
  const lying = (program: string, overrides: Partial<Host> = {}) => {
    const ownCommand = () => ({ program, before: [] });
    return row(machine({ elevated: () => true, ownCommand, ...overrides }), "program")?.[0];
  };
  for (
    const safe of [
      "C:\\Program Files\\netwho.exe",
      "c:\\program files\\netwho\\NETWHO.EXE",
      "C:\\Windows\\System32\\netwho.exe",
    ]
  ) assertEquals(lying(safe), "ok", safe);
  for (
    const open of [
      "C:\\Users\\anna\\Downloads\\netwho.exe",
      "C:\\tools\\netwho.exe",
      "D:\\netwho.exe",
      "C:\\Program Files evil\\netwho.exe",
      "C:\\ProgramData\\netwho.exe",
      "\\\\server\\tools\\netwho.exe",
    ]
  ) {
    assertEquals(lying(open), "warning", open);
    assertEquals(lying(open, { elevated: () => false }), "ok", open);
  }
  const source = () => ({ program: "C:\\Users\\anna\\deno.exe", before: ["run", "cli.ts"] });
  assertEquals(lying("", { ownCommand: source }), "ok", "run from source");
});

Deno.test("a folder on a share is told", () => {
  const folder = (path: string) =>
    row(machine({ currentFolder: () => path }), "current folder")?.[1];
  for (const path of ["\\\\server\\share\\x", "\\\\?\\UNC\\server\\share", "//server/share"]) {
    assertEquals(folder(path), `${path}, on another computer`);
  }
  for (const path of ["C:\\Users", "\\\\?\\C:\\Users", "/home/anna"]) {
    assertEquals(folder(path), path);
  }
});

Deno.test("a folder on a drive that stands for a share is told", () => {
  const host = {
    currentFolder: () => "Z:\\x",
    leadsToNetwork: (path: string) => /^z:/i.test(path),
  };
  assertEquals(row(machine(host), "current folder"), ["ok", "Z:\\x, on another computer"]);
});

Deno.test("a current folder that is gone is a warning", () => {
  const currentFolder = () => {
    throw new HostError("notFound", "Cannot find the current folder: it is gone");
  };
  assertEquals(row(machine({ currentFolder }), "current folder"), ["warning", "gone"]);
});

Deno.test("links among netwho's folders are told, and are a warning when elevated", () => {
  const folders: Partial<Host> = {
    cacheFolder: () => "C:\\Users\\anna\\AppData\\Local\\netwho",
    dataFolder: () => "C:\\Users\\anna\\AppData\\Local\\netwho",
    configFolder: () => null,
  };
  const links = (realPath: Host["realPath"], elevated = false) =>
    row(machine({ ...folders, realPath, elevated: () => elevated }), "links");
  assertEquals(links((path) => path), undefined);
  assertEquals(
    links((path) => `\\\\?\\${path.toUpperCase()}`),
    undefined,
    "the same, in other words",
  );
  const value = "C:\\Users\\anna\\AppData\\Local\\netwho leads to D:\\x";
  assertEquals(links(() => "D:\\x"), ["ok", value]);
  assertEquals(links(() => "D:\\x", true), ["warning", value]);
});

Deno.test("the certificates that count are named", () => {
  const found = (variables: Variables) => withVariables("certificates", variables);
  assertEquals(found({}), ["ok", "Mozilla's"]);
  assertEquals(found({ DENO_TLS_CA_STORE: "system,mozilla" }), ["ok", "Windows', Mozilla's"]);
  assertEquals(found({ DENO_TLS_CA_STORE: "system", DENO_CERT: "C:\\ca.pem" }), [
    "ok",
    "Windows', those in DENO_CERT",
  ]);
  assertEquals(found({ DENO_TLS_CA_STORE: "windows,mozilla" })?.[0], "warning");
});

Deno.test("the proxy is named without its password; what is not used is a warning", () => {
  const found = (variables: Variables) => withVariables("proxy", variables);
  assertEquals(found({}), [
    "ok",
    "none: HTTPS_PROXY is not set; Windows' proxy settings are not read",
  ]);
  const login = { HTTPS_PROXY: "http://anna:s3cret@proxy.example:3128" };
  assertEquals(found(login), ["ok", "proxy.example:3128 (HTTPS_PROXY), with a password"]);
  assertEquals(
    found({ ...login, NO_PROXY: "corp.example" })?.[1]?.endsWith("; not for corp.example"),
    true,
  );
  assertEquals(found({ HTTP_PROXY: "http://proxy.example:3128" }), ["warning", "HTTP_PROXY alone"]);
  const odd = { HTTPS_PROXY: "http://anna:s3/cret@proxy.example:3128" };
  assertEquals(found(odd), ["warning", "HTTPS_PROXY is not understood, and not used"]);
  const told = JSON.stringify([login, odd].map((one) => checkSurroundings(machine({}, one))));
  assert(!/s3|cret|anna:/.test(told), told);
});

Deno.test("variables that disturb the runtime are named, never with their values", () => {
  const variables = { SSLKEYLOGFILE: "C:\\keys.txt", DENO_LOG: "debug" };
  assertEquals(withVariables("environment", {})?.[0], "ok");
  assertEquals(withVariables("environment", { SSLKEYLOGFILE: "C:\\keys.txt" })?.[0], "ok");
  assertEquals(withVariables("environment", variables), [
    "warning",
    "DENO_LOG prints lines of the runtime among netwho's messages",
  ]);
  const ownCommand = () => ({ program: "deno.exe", before: ["run", "cli.ts"] });
  const [status, value] = row(machine({ ownCommand }, variables), "environment")!;
  assertEquals(status, "warning");
  assertStringIncludes(value!, "SSLKEYLOGFILE writes the keys");
  assert(!value!.includes("keys.txt"));
});

Deno.test("a console that obeys no control sequences is told, where there is one", () => {
  const onConsole = (isTerminal: boolean, canColor: boolean) =>
    row(machine({ isTerminal: () => isTerminal, canColor: () => canColor }), "console");
  assertEquals(onConsole(true, true), ["ok", "obeys control sequences"]);
  assertEquals(onConsole(true, false), ["warning", "does not obey control sequences"]);
  assertEquals(onConsole(false, false), undefined);
});

Deno.test("what close can do here is told", () => {
  const close = (overrides: Partial<Host>) => row(machine(overrides), "close")?.[1];
  assertEquals(
    close({}),
    "can break IPv4 connections when started as administrator; Windows has no call for IPv6",
  );
  assertEquals(
    close({ elevated: () => true }),
    "can break IPv4 connections; Windows has no call for IPv6",
  );
  assertEquals(
    close({ os: "linux" }),
    "can break connections as root, and where the kernel allows it",
  );
});
