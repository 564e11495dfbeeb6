import { assert, assertEquals, assertRejects } from "@std/assert";
import { NotRecordedError } from "../../../../lib/errors.ts";
import { HostError, type WebAnswer } from "../../../../lib/host/host.ts";
import {
  parseRetryAfter,
  RdapClient,
  startPace,
} from "../../../../lib/lookup/owners/rdap/rdap_client.ts";
import { fakeClock } from "../../../support/fake_clock.ts";
import { fakeHost } from "../../../support/fake_host.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A request and its time, in milliseconds from the start. */
type Request = readonly [url: string, milliseconds: number];

/** An answer or a failure. */
type Reply = Partial<WebAnswer> | Error;

/**
 * Looks up addresses side by side. The reply depends on the URL and the number of earlier requests.
 */
async function ask(
  addresses: readonly string[],
  reply: (url: string, before: number) => Reply,
  { seconds = 60, baseUrl = null }: { seconds?: number; baseUrl?: string | null } = {},
) {
  const clock = fakeClock(START);
  const requests: Request[] = [];
  const host = fakeHost({
    now: clock.now,
    sleep: clock.sleep,
    fetch: (url) => {
      if (url.startsWith("https://data.iana.org/")) {
        return Promise.reject(new HostError("other", ""));
      }
      requests.push([url, clock.passed()]);
      const answer = reply(url, requests.length - 1);
      if (answer instanceof Error) return Promise.reject(answer);
      const body = new Uint8Array();
      return Promise.resolve({ status: 200, location: null, retryAfter: null, body, ...answer });
    },
  });
  const client = new RdapClient(host, { timeoutMilliseconds: 10_000, cacheFolder: null, baseUrl });
  const asked = addresses.map((address) => client.ask(address, START + seconds * 1000));
  // Otherwise a rejection would be unhandled while the clock runs.
  const all = Promise.allSettled(asked);
  await clock.run();
  await all;
  return { answers: await Promise.all(asked), requests, passed: clock.passed() };
}

function text(body: string): Reply {
  return { body: new TextEncoder().encode(body) };
}

function json(value: unknown): Reply {
  return text(JSON.stringify(value));
}

function network(startAddress: string, endAddress: string): Reply {
  return json({ startAddress, endAddress });
}

Deno.test("the responsible registry is queried", async () => {
  const { answers, requests } = await ask(
    ["8.8.8.8", "2a00:1450::1"],
    (url) =>
      url.includes("8.8") ? network("8.8.8.0", "8.8.8.255") : network("2a00::", "2a00:ffff::"),
  );
  assertEquals(requests, [
    ["https://rdap.arin.net/registry/ip/8.8.8.8", 0],
    ["https://rdap.db.ripe.net/ip/2a00:1450::1", 0],
  ]);
  assertEquals(answers.map(({ kind, host }) => [kind, host]), [
    ["found", "rdap.arin.net"],
    ["found", "rdap.db.ripe.net"],
  ]);
  const [first] = answers;
  assert(first?.kind === "found");
  assertEquals([first.networks, first.registry], [["8.8.8.0/24"], "arin"]);
});

Deno.test("a registry is queried once a second, LACNIC every six seconds, others meanwhile", async () => {
  const addresses = ["8.8.8.8", "200.0.0.1", "8.8.4.4", "1.1.1.1", "200.0.0.2", "9.9.9.9"];
  const { requests } = await ask(addresses, () => ({ status: 404 }));
  assertEquals(requests.map(([url, at]) => [url.split("/").at(-1), at]), [
    ["8.8.8.8", 0],
    ["200.0.0.1", 0],
    ["1.1.1.1", 0],
    ["8.8.4.4", 1000],
    ["9.9.9.9", 2000],
    ["200.0.0.2", 6000],
  ]);
});

Deno.test("a query without a turn before the deadline fails at once", async () => {
  const addresses = ["8.8.8.8", "8.8.4.4", "9.9.9.9"];
  const { answers, requests, passed } = await ask(addresses, () => ({ status: 404 }), {
    seconds: 1.5,
  });
  assertEquals(answers.map(({ kind }) => kind), ["notFound", "notFound", "failed"]);
  assertEquals(answers[2], {
    kind: "failed",
    reason: "rdap.arin.net takes no more queries before the time-out",
    host: "rdap.arin.net",
  });
  assertEquals([requests.length, passed], [2, 1000]);
});

Deno.test("a redirect to another registry is followed, at that one's pace", async () => {
  const { answers, requests } = await ask(
    ["8.8.8.8", "1.1.1.1"],
    (url) =>
      url.startsWith("https://rdap.db.ripe.net/")
        ? network("0.0.0.0", "63.255.255.255")
        : { status: 301, location: `https://rdap.db.ripe.net/ip/${url.split("/").at(-1)}` },
  );
  assertEquals(answers.map(({ kind, host }) => [kind, host]), [
    ["found", "rdap.db.ripe.net"],
    ["found", "rdap.db.ripe.net"],
  ]);
  assertEquals(requests.slice(2), [
    ["https://rdap.db.ripe.net/ip/8.8.8.8", 0],
    ["https://rdap.db.ripe.net/ip/1.1.1.1", 1000],
  ]);
});

Deno.test("redirects end: after five, in a circle, without a target, to a URL that is not allowed", async () => {
  const reason = async (reply: (url: string, before: number) => Reply, requestCount: number) => {
    const { answers: [answer], requests } = await ask(["8.8.8.8"], reply);
    assert(answer?.kind === "failed");
    assertEquals(requests.length, requestCount);
    return answer.reason;
  };
  const to = (location: string | null) => () => ({ status: 302, location });
  assertEquals(
    await reason((_, before) => ({ status: 307, location: `https://rdap.apnic.net/${before}` }), 6),
    "rdap.apnic.net redirects too often",
  );
  assertEquals(await reason(to("8.8.8.8"), 1), "rdap.arin.net redirects in a circle");
  assertEquals(
    await reason((_, before) => ({ status: 308, location: before % 2 ? "8.8.8.8" : "other" }), 2),
    "rdap.arin.net redirects in a circle",
  );
  for (
    const location of [
      null,
      "",
      "http://rdap.example/",
      "https://rdap.example/",
      "https://192.168.0.1/",
    ]
  ) {
    const expected = location === "" ? "in a circle" : "to a URL that is not allowed";
    assertEquals(await reason(to(location), 1), `rdap.arin.net redirects ${expected}`);
  }
});

Deno.test("a registry that limits queries gets the pause it asks for", async () => {
  const busy = (retryAfter: string | null, times: number) => (_: string, before: number): Reply =>
    before < times ? { status: before % 2 ? 503 : 429, retryAfter } : { status: 404 };
  const seconds = await ask(["8.8.8.8"], busy("7", 1));
  assertEquals(seconds.requests.map(([, at]) => at), [0, 7000]);
  assertEquals(seconds.answers[0]?.kind, "notFound");
  const date = await ask(["8.8.8.8"], busy("Fri, 02 Jan 2026 03:04:25 GMT", 1));
  assertEquals(date.requests.map(([, at]) => at), [0, 20_000]);
  const untold = await ask(["8.8.8.8"], busy(null, 1));
  assertEquals(untold.requests.map(([, at]) => at), [0, 5000]);
  // A pause shorter than the pace does not speed it up.
  const none = await ask(["8.8.8.8"], busy("0", 2));
  assertEquals(none.requests.map(([, at]) => at), [0, 1000, 2000]);
});

Deno.test("three refusals are enough", async () => {
  const { answers, requests } = await ask(["8.8.8.8"], () => ({ status: 429, retryAfter: "2" }));
  assertEquals(requests.map(([, at]) => at), [0, 2000, 4000]);
  assertEquals(answers[0], {
    kind: "failed",
    reason: "rdap.arin.net limits queries: it asks for a pause of 2 s",
    host: "rdap.arin.net",
  });
});

Deno.test("a pause past the deadline fails at once, for other queries too", async () => {
  const refuse = () => ({ status: 429, retryAfter: "3600" });
  const { answers, requests, passed } = await ask(["8.8.8.8", "8.8.4.4", "1.1.1.1"], refuse);
  assertEquals(requests.length, 2, "one of ARIN, one of APNIC");
  assertEquals(answers.map(({ kind }) => kind), ["failed", "failed", "failed"]);
  // The second query already waited for its turn when the first was answered.
  assertEquals(passed, 1000);
});

Deno.test("a status 404 means not found", async () => {
  const { answers } = await ask(["8.8.8.8"], () => ({ status: 404 }));
  assertEquals(answers, [{ kind: "notFound", host: "rdap.arin.net" }]);
});

Deno.test("every failure is an answer with a reason", async () => {
  const failures: readonly (readonly [Reply, string])[] = [
    [{ status: 400 }, "answered with status 400"],
    [{ status: 500 }, "answered with status 500"],
    [{ status: 204 }, "answered with status 204"],
    [{}, "gave an empty answer"],
    [json({}), "gave an answer that names no network"],
    [json({ errorCode: 500, title: "Oops" }), "answered with status 500"],
    [json({ errorCode: "403" }), "answered with status 403"],
    [json({ errorCode: 200 }), "gave an answer that names no network"],
    [json({ errorCode: { valueOf: 1, toString: 1 } }), "gave an answer that names no network"],
    [
      text("\ufeff\n <!DOCTYPE html><title>Busy</title>"),
      "answered with a web page instead of data",
    ],
    [text("% This is the whois server"), "gave an answer that is not JSON"],
    [network("9.0.0.0", "9.255.255.255"), "gave an answer about another network"],
    [new HostError("timedOut", "x"), "did not answer in time"],
    [new HostError("tooMuchOutput", "x"), "gave an answer that is too long"],
    [new HostError("permissionDenied", "x"), "is not among the hosts that this program may reach"],
    [new HostError("other", "x"), "cannot be reached"],
  ];
  for (const [reply, state] of failures) {
    const { answers } = await ask(["8.8.8.8"], () => reply);
    const reason = `rdap.arin.net ${state}`;
    assertEquals(answers, [{ kind: "failed", reason, host: "rdap.arin.net" }]);
  }
});

Deno.test("a request to wait in an answer with status 200 is kept like one with status 429", async () => {
  const busy = (retryAfter: string | null) => ({
    ...json({ errorCode: 429, title: "Too many" }),
    retryAfter,
  });
  const waited = await ask(
    ["8.8.8.8"],
    (_, before) => before === 0 ? busy("7") : network("8.8.8.0", "8.8.8.255"),
  );
  assertEquals(waited.answers.map(({ kind }) => kind), ["found"]);
  assertEquals(waited.requests.map(([, at]) => at), [0, 7000]);
  const given = await ask(["8.8.8.8"], () => busy(null));
  assertEquals(given.answers, [{
    kind: "failed",
    reason: "rdap.arin.net limits queries: it asks for a pause of 5 s",
    host: "rdap.arin.net",
  }]);
  assertEquals(given.requests.length, 3);
});

Deno.test("an answer without a holder is no registration", async () => {
  const range = { startAddress: "8.0.0.0", endAddress: "8.255.255.255" };
  const kinds = async (answer: object) =>
    (await ask(["8.8.8.8"], () => json({ ...range, ...answer }))).answers;
  const host = "rdap.arin.net";
  assertEquals(await kinds({ status: ["administrative"] }), [{ kind: "unassigned", host }]);
  assertEquals(await kinds({ name: "IANA-NETBLOCK-8" }), [{ kind: "notFound", host }]);
  assertEquals(await kinds({ errorCode: 404 }), [{ kind: "notFound", host }]);
});

Deno.test("an address without a registry is not queried", async () => {
  const { answers, requests } = await ask(["127.0.0.1", "3fff::1", "no address"], () => ({}));
  assertEquals(requests, []);
  for (const answer of answers) {
    assertEquals(answer, { kind: "failed", reason: "no registry is known for it", host: null });
  }
});

Deno.test("a registry that cannot be reached twice in a row is not queried again", async () => {
  const addresses = ["8.8.8.8", "8.8.4.4", "9.9.9.9", "4.4.4.4", "1.1.1.1"];
  const { answers, requests } = await ask(addresses, () => new HostError("other", "no route"));
  assertEquals(requests.length, 3, "two of ARIN, one of APNIC");
  assertEquals(answers.map(({ kind }) => kind), addresses.map(() => "failed"));
  const flaky = await ask(
    addresses,
    (url) => /8\.8\.8|9\.9\.9/.test(url) ? new HostError("other", "reset") : { status: 404 },
  );
  assertEquals(flaky.requests.length, 5);
});

Deno.test("queries to a registry that cannot be reached fail without a wait", async () => {
  const clock = fakeClock(START);
  const fetch = () => Promise.reject(new HostError("other", "no route"));
  const host = fakeHost({ now: clock.now, sleep: clock.sleep, fetch });
  const client = new RdapClient(host, { timeoutMilliseconds: 1000, cacheFolder: null });
  const times: number[] = [];
  const all = (async () => {
    for (let i = 0; i < 5; i++) {
      await client.ask("8.8.8.8", START + 60_000);
      times.push(clock.passed());
    }
  })();
  await clock.run();
  await all;
  assertEquals(times, [0, 1000, 1000, 1000, 1000]);
});

Deno.test("a chosen server is queried about every address, and IANA is not", async () => {
  const { requests } = await ask(["8.8.8.8", "1.1.1.1", "2a00::1"], () => ({ status: 404 }), {
    baseUrl: "https://rdap.example/v1/",
  });
  assertEquals(requests, [
    ["https://rdap.example/v1/ip/8.8.8.8", 0],
    ["https://rdap.example/v1/ip/1.1.1.1", 1000],
    ["https://rdap.example/v1/ip/2a00::1", 2000],
  ]);
});

Deno.test("a recording that lacks an answer is an error", async () => {
  await assertRejects(
    () => ask(["8.8.8.8"], () => new NotRecordedError("web ip")),
    NotRecordedError,
  );
});

Deno.test("an abort ends queries that wait for their turn, and no request follows", async () => {
  const clock = fakeClock(START);
  const controller = new AbortController();
  const signals: (AbortSignal | undefined)[] = [];
  const host = fakeHost({
    now: clock.now,
    sleep: clock.sleep,
    fetch: (_, { signal }) => {
      signals.push(signal);
      const body = new Uint8Array();
      return Promise.resolve({ status: 404, location: null, retryAfter: null, body });
    },
  });
  const { signal } = controller;
  const baseUrl = "https://rdap.example/";
  const client = new RdapClient(host, {
    timeoutMilliseconds: 1000,
    cacheFolder: null,
    baseUrl,
    signal,
  });
  const ask = (address: string) => client.ask(address, START + 60_000);
  const [first, ...waiting] = ["8.8.8.8", "8.8.4.4", "9.9.9.9"].map(ask);
  const settled = Promise.allSettled(waiting);
  await first;
  controller.abort("stop");
  const outcomes = (await settled).map((result) => result.status === "rejected" && result.reason);
  assertEquals(outcomes, ["stop", "stop"]);
  await clock.run();
  assertEquals(signals, [signal]);
  assertEquals(await ask("1.1.1.1").catch((error) => error), "stop");
});

Deno.test("an abort during a request rejects, whatever the host throws", async () => {
  for (const baseUrl of ["https://rdap.example/", null]) {
    const controller = new AbortController();
    const { signal } = controller;
    const fetch = () => {
      controller.abort("stop");
      return Promise.reject(new HostError("other", "Cannot get it: aborted"));
    };
    const client = new RdapClient(fakeHost({ now: () => START, fetch }), {
      timeoutMilliseconds: 1000,
      cacheFolder: null,
      baseUrl,
      signal,
    });
    assertEquals(await client.ask("8.8.8.8", START + 1000).catch((error) => error), "stop");
  }
});

/** The time of each turn, in milliseconds from the start; null if it was refused. */
async function turns(servers: readonly string[], milliseconds = 1e9): Promise<(number | null)[]> {
  const clock = fakeClock(START);
  const pace = startPace(clock);
  const all = Promise.all(servers.map(async (server) => {
    return await pace.turn(server, START + milliseconds) ? clock.passed() : null;
  }));
  await clock.run();
  return await all;
}

Deno.test("a server has one turn a second, side by side with others", async () => {
  const servers = ["rdap.arin.net", "rdap.arin.net", "rdap.db.ripe.net", "rdap.arin.net"];
  assertEquals(await turns(servers), [0, 1000, 0, 2000]);
});

Deno.test("LACNIC and the Brazilian registry have ten turns a minute", async () => {
  assertEquals(await turns(["rdap.lacnic.net", "rdap.lacnic.net"]), [0, 6000]);
  assertEquals(await turns(["rdap.registro.br", "rdap.registro.br"]), [0, 6000]);
  assertEquals(await turns(Array(11).fill("rdap.lacnic.net")).then((all) => all.at(-1)), 60_000);
});

Deno.test("a turn after the deadline is refused without a wait", async () => {
  assertEquals(await turns(Array(5).fill("rdap.arin.net"), 2500), [0, 1000, 2000, null, null]);
  assertEquals(await turns(["rdap.arin.net"], 0), [null]);
});

Deno.test("a pause also holds for those who already wait", async () => {
  const clock = fakeClock(START);
  const pace = startPace(clock);
  const came: number[] = [];
  const ask = async () => {
    if (await pace.turn("rdap.arin.net", START + 60_000)) came.push(clock.passed());
  };
  const all = [ask(), ask(), ask()];
  pace.pause("rdap.arin.net", START + 5000);
  // A shorter pause does not replace a longer one.
  pace.pause("rdap.arin.net", START + 2000);
  await clock.run();
  await Promise.all(all);
  assertEquals(came, [5000, 6000, 7000]);
});

Deno.test("Retry-After holds seconds or a date", () => {
  assertEquals(parseRetryAfter("7", START), 7000);
  assertEquals(parseRetryAfter("0", START), 0);
  assertEquals(parseRetryAfter(" 7 ", START), 7000);
  assertEquals(parseRetryAfter("Fri, 02 Jan 2026 03:04:25 GMT", START), 20_000);
  assertEquals(parseRetryAfter("Friday, 02-Jan-26 03:04:25 GMT", START), 20_000);
  assertEquals(parseRetryAfter("Fri, 02 Jan 2026 03:04:00 GMT", START), 0);
});

Deno.test("the default wait is five seconds, and the longest a day", () => {
  for (const header of [null, "", "-1", "1.5", "soon", "2026-01-02", "Fri, soon"]) {
    assertEquals(parseRetryAfter(header, START), 5000, `${header}`);
  }
  assertEquals(parseRetryAfter("9".repeat(400), START), 86_400_000);
  assertEquals(parseRetryAfter("Fri, 31 Dec 9999 23:59:59 GMT", START), 86_400_000);
});
