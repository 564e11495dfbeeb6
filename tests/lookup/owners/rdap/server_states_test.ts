import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Host, HostError, type WebAnswer } from "../../../../lib/host/host.ts";
import { lookUpOwners } from "../../../../lib/lookup/owners/look_up_owners.ts";
import { RdapClient } from "../../../../lib/lookup/owners/rdap/rdap_client.ts";
import { fakeClock } from "../../../support/fake_clock.ts";
import { fakeHost } from "../../../support/fake_host.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const SERVER = "https://rdap.example/";
const PAGE = "<!DOCTYPE html><title>Log in</title>";

/** What one query, or several, come to, and what the user is advised to do. */
async function ask(
  reply: Partial<Omit<WebAnswer, "body">> & { text?: string } | HostError,
  { os = "windows", times = 1 }: { os?: Host["os"]; times?: number } = {},
) {
  const clock = fakeClock(START);
  const advice: string[] = [];
  let requests = 0;
  const fetch: Host["fetch"] = () => {
    requests++;
    if (reply instanceof HostError) return Promise.reject(reply);
    const { text = "", ...answer } = reply;
    const body = new TextEncoder().encode(text);
    return Promise.resolve({ status: 200, location: null, retryAfter: null, body, ...answer });
  };
  const host = fakeHost({ os, now: clock.now, sleep: clock.sleep, fetch });
  const client = new RdapClient(host, {
    timeoutMilliseconds: 1000,
    cacheFolder: null,
    baseUrl: SERVER,
    onAdvice: (line) => advice.push(line),
  });
  const reasons = (async () => {
    const all: string[] = [];
    for (let time = 0; time < times; time++) {
      const answer = await client.ask("8.8.8.8", START + 60_000);
      all.push(answer.kind === "failed" ? answer.reason : answer.kind);
    }
    return all;
  })();
  await clock.run();
  return { reasons: await reasons, advice, requests };
}
const refused = (kind: HostError["kind"], state: string) =>
  new HostError(kind, `Cannot get ${SERVER}ip/8.8.8.8: ${state}`);

Deno.test("the reason stands behind the server, also for what is not asked any more", async () => {
  const error = refused("unreachable", "the connection was refused");
  const { reasons, requests } = await ask(error, { times: 4 });
  const reason = "rdap.example cannot be reached: the connection was refused";
  assertEquals(reasons, [reason, reason, reason, reason]);
  assertEquals(requests, 2);
});

Deno.test("a server behind a proxy that says nothing", async () => {
  const late = refused(
    "timedOut",
    "it took over 1000 ms through the proxy 192.0.2.1:3128 (HTTPS_PROXY)",
  );
  const { reasons } = await ask(late);
  assertEquals(reasons, [
    "rdap.example did not answer in time through the proxy 192.0.2.1:3128 (HTTPS_PROXY)",
  ]);
});

Deno.test("statuses of what stands between are explained, pages told from data", async () => {
  const state = async (status: number, text = "") =>
    (await ask({ status, text })).reasons[0]!.replace("rdap.example answered with ", "");
  assertEquals(await state(511), "status 511: this network wants you to log in first");
  assertEquals(await state(511, PAGE), "status 511: this network wants you to log in first");
  assertEquals(await state(407), "status 407: the proxy wants a user name and a password");
  assertEquals(await state(403), "status 403");
  assertEquals(await state(403, '{"errorCode":403}'), "status 403");
  assertEquals(await state(403, PAGE), "status 403 and a web page instead of data");
  assertEquals(await state(200, PAGE), "a web page instead of data");
});

Deno.test("advice goes with what the user can mend", async () => {
  const advice = async (...asked: Parameters<typeof ask>) =>
    (await ask(...asked)).advice.join("\n");
  for (const status of [200, 403, 511]) {
    assertStringIncludes(await advice({ status, text: PAGE }), "login page");
  }
  assertStringIncludes(
    await advice({ status: 302, location: "http://192.168.0.1/" }),
    "login page",
  );
  assertStringIncludes(await advice(refused("untrusted", "x")), "Windows' own certificates");
  const linux = await advice(refused("untrusted", "x"), { os: "linux" });
  assertStringIncludes(linux, "update-ca-certificates");
  assert(!linux.includes("Windows"));
  assertStringIncludes(await advice(refused("proxyFailed", "x")), "HTTPS_PROXY=http://");
  for (const kind of ["unreachable", "timedOut"] as const) {
    assertMatch(await advice(refused(kind, "x")), /HTTPS_PROXY.*not read Windows' proxy settings/);
  }
  assertEquals(await advice({ status: 500 }), "");
  assertEquals(await advice(refused("tooMuchOutput", "x")), "");
});

Deno.test("owners come with the advice", async () => {
  const advice: string[] = [];
  const fetch = () => Promise.reject(refused("untrusted", "its certificate is not trusted"));
  const { warnings } = await lookUpOwners(fakeHost({ fetch, now: () => START }), ["8.8.8.8"], {
    server: null,
    dns: false,
    rdap: true,
    rdapServer: SERVER,
    cacheFolder: null,
    questionMilliseconds: 1000,
    totalMilliseconds: 10_000,
    onAdvice: (line) => advice.push(line),
  });
  assertEquals(warnings, [
    "Cannot look up owners: rdap.example cannot be reached: its certificate is not trusted",
  ]);
  assertEquals(advice.length, 1);
});
