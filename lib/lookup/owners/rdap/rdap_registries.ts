/**
 * The address registries: the addresses they are responsible for, their hosts and their rate
 * limits.
 *
 * @module
 */

/** An RDAP server and the addresses it serves. */
export interface Service {
  /** Its base URL: https, with a slash at the end. */
  readonly url: string;
  /** The blocks it serves, in CIDR notation. */
  readonly prefixes: readonly string[];
}

/** When {@linkcode BUILT_IN} was last equal to IANA's lists. */
export const BUILT_IN_DATE = Date.UTC(2025, 9, 10);

/**
 * IANA's lists of RDAP servers by address: https://data.iana.org/rdap/ipv4.json as published on
 * 2019-06-07, and ipv6.json completed from the registry of IPv6 unicast addresses of 2025-10-10.
 * All of IPv4 was allocated long ago, so nothing changes there. https only.
 */
export const BUILT_IN: { readonly [Family in 4 | 6]: readonly Service[] } = {
  4: [
    { url: "https://rdap.afrinic.net/rdap/", prefixes: slash8("41 102 105 154 196-197") },
    {
      url: "https://rdap.apnic.net/",
      prefixes: slash8(
        "1 14 27 36 39 42-43 49 58-61 101 103 106 110-126 133 150 153 163 171 175 180 182-183 " +
          "202-203 210-211 218-223",
      ),
    },
    {
      url: "https://rdap.arin.net/registry/",
      prefixes: slash8(
        "3-4 6-9 11-13 15-24 26 28-30 32-35 38 40 44-45 47-48 50 52 54-56 63-76 96-100 104 107-108 " +
          "128-132 134-140 142-144 146-149 152 155-162 164-170 172-174 184 192 198-199 204-209 214-216",
      ),
    },
    {
      url: "https://rdap.db.ripe.net/",
      prefixes: slash8(
        "2 5 25 31 37 46 51 53 57 62 77-95 109 141 145 151 176 178 185 188 193-195 212-213 217",
      ),
    },
    {
      url: "https://rdap.lacnic.net/rdap/",
      prefixes: slash8("177 179 181 186-187 189-191 200-201"),
    },
  ],
  6: [
    { url: "https://rdap.afrinic.net/rdap/", prefixes: ["2001:4200::/23", "2c00::/12"] },
    {
      url: "https://rdap.apnic.net/",
      prefixes: [
        ...["2001:200::/23", "2001:c00::/23", "2001:e00::/23", "2001:4400::/23"],
        ...["2001:8000::/19", "2001:a000::/20", "2001:b000::/20", "2400::/12", "2410::/12"],
      ],
    },
    {
      url: "https://rdap.arin.net/registry/",
      prefixes: [
        ...["2001:400::/23", "2001:1800::/23", "2001:4800::/23"],
        ...["2600::/12", "2610::/23", "2620::/23", "2630::/12"],
      ],
    },
    {
      url: "https://rdap.db.ripe.net/",
      prefixes: [
        ...["2001:600::/23", "2001:800::/22", "2001:1400::/22", "2001:1a00::/23"],
        ...["2001:1c00::/22", "2001:2000::/19", "2001:4000::/23", "2001:4600::/23"],
        ...["2001:4a00::/23", "2001:4c00::/23", "2001:5000::/20", "2003::/18"],
        ...["2a00::/12", "2a10::/12"],
      ],
    },
    { url: "https://rdap.lacnic.net/rdap/", prefixes: ["2001:1200::/23", "2800::/12"] },
  ],
};

/** Where IANA publishes its lists. */
export const BOOTSTRAP_URLS = {
  4: "https://data.iana.org/rdap/ipv4.json",
  6: "https://data.iana.org/rdap/ipv6.json",
} as const;

/**
 * The regional registries by their names in Team Cymru's zones: the domains of their hosts and of
 * the national registries below them.
 */
const REGISTRIES: Readonly<Record<string, readonly string[]>> = {
  arin: ["arin.net"],
  ripencc: ["ripe.net"],
  // The national registries' RDAP servers are under apnic.net too, their whois servers are not.
  apnic: [
    ...["apnic.net", "nic.ad.jp", "nic.or.kr", "kisa.or.kr", "krnic.net", "twnic.net", "twnic.tw"],
    ...[
      "twnic.net.tw",
      "cnnic.cn",
      "cnnic.net.cn",
      "idnic.net",
      "idnic.id",
      "irinn.in",
      "vnnic.vn",
    ],
  ],
  lacnic: ["lacnic.net", "registro.br", "nic.br", "nic.mx"],
  afrinic: ["afrinic.net"],
};

/**
 * The registry that runs a host, as Team Cymru spells it: `ripencc`; null for other hosts. RDAP queries
 * go to no other hosts, unless the user names one.
 */
export function registryOfHost(host: string): string | null {
  const isIn = (domain: string) => host === domain || host.endsWith(`.${domain}`);
  return Object.keys(REGISTRIES).find((name) => REGISTRIES[name]!.some(isIn)) ?? null;
}

/**
 * The milliseconds between two queries to a host. LACNIC and the Brazilian registry allow ten
 * queries a minute, the others about one a second.
 */
export function millisecondsBetweenQueries(host: string): number {
  return registryOfHost(host) === "lacnic" ? 6000 : 1000;
}

/** The /8 blocks of a list of first octets and ranges of them. */
function slash8(octets: string): string[] {
  return octets.split(" ").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number) as [number, number?];
    return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}.0.0.0/8`);
  });
}
