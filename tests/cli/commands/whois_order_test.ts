import { assertEquals } from "@std/assert";
import type { Host } from "../../../lib/host/host.ts";
import type { OwnerRecord } from "../../../lib/model/owner.ts";
import { memoryCache } from "../../support/memory_cache.ts";
import { runMain } from "../../support/run_main.ts";

// As the registries answer: a provider and its customer, without types; unassigned and assigned space.
const ANSWERS: Readonly<Record<string, unknown>> = {
  "72.3.128.5": network("72.3.128.0", "72.3.255.255", "PROVIDER"),
  "72.3.137.233": network("72.3.137.232", "72.3.137.239", "CUSTOMER"),
  "185.1.2.3": {
    ...network("185.0.0.0", "185.255.255.255", "RIPE-NCC-MANAGED-ADDRESS-BLOCK"),
    status: ["administrative"],
  },
  "185.27.32.9": { ...network("185.27.32.0", "185.27.35.255", "ALOJALIA"), type: "ALLOCATED PA" },
};

function network(startAddress: string, endAddress: string, name: string) {
  return { objectClassName: "ip network", startAddress, endAddress, name, country: "US" };
}

/** A computer with a cache, and runs of `netwho whois` on it: the organization and network of each row. */
function computer() {
  const { host: cacheHost } = memoryCache();
  const host: Partial<Host> = {
    ...cacheHost,
    cacheFolder: () => "/cache",
    fetch: (url) => {
      const answer = ANSWERS[new URL(url).pathname.split("/").at(-1)!];
      const body = new TextEncoder().encode(JSON.stringify(answer ?? {}));
      const status = answer === undefined ? 404 : 200;
      return Promise.resolve({ status, location: null, retryAfter: null, body });
    },
  };
  return async (...addresses: readonly string[]) => {
    const args = ["whois", "--no-dns", "--rdap-server", "http://127.0.0.1:1/", "--format", "json"];
    const { code, stdout } = await runMain([...args, ...addresses], { host });
    assertEquals(code, 0);
    return (JSON.parse(stdout) as OwnerRecord[]).map(({ organization, network }) => [
      organization,
      network,
    ]);
  };
}

Deno.test("two addresses of one provider have the same owners in both orders, and in two runs", async () => {
  const provider = ["PROVIDER", "72.3.128.0/17"];
  const customer = ["CUSTOMER", "72.3.137.232/29"];
  assertEquals(await computer()("72.3.128.5", "72.3.137.233"), [provider, customer]);
  assertEquals(await computer()("72.3.137.233", "72.3.128.5"), [customer, provider]);
  const whois = computer();
  assertEquals(await whois("72.3.128.5"), [provider]);
  assertEquals(await whois("72.3.137.233"), [customer]);
  assertEquals(await whois("72.3.128.5", "72.3.137.233"), [provider, customer]);
});

Deno.test("an address in unassigned space does not give its registry to its neighbours", async () => {
  const whois = computer();
  await whois("185.1.2.3");
  assertEquals(await whois("185.27.32.9"), [["ALOJALIA", "185.27.32.0/22"]]);
});
