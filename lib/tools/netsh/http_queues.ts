/**
 * The queues of HTTP.sys: joins what the views of `netsh http show servicestate` print of them.
 *
 * @module
 */

/** A program that takes requests from a queue. */
export interface HttpProcess {
  readonly pid: number;
  /** The path of its executable; null where it is hidden or not told. */
  readonly image: string | null;
  /** The services that it hosts; null where none are told. */
  readonly services: readonly string[] | null;
  /** The one of them that opened the queue; null where it is not told. */
  readonly taggedService: string | null;
}

/** A queue of HTTP.sys: the requests for some URLs wait in it for some programs. */
export interface HttpQueue {
  /** Its name, in IIS that of the application pool; null for one without a name. */
  readonly name: string | null;
  /** The programs; none where nobody serves it. */
  readonly processes: readonly HttpProcess[];
  /** The URLs, as printed. */
  readonly urls: readonly string[];
}

/** What HTTP.sys serves. */
export interface ServiceState {
  readonly queues: readonly HttpQueue[];
  /** The URLs of which the output does not tell in which queue they are. */
  readonly otherUrls: readonly string[];
}

/** A queue with its name as printed, which may only say that it has none. */
export interface PrintedQueue {
  readonly label: string;
  readonly processes: HttpProcess[];
  readonly urls: Set<string>;
}

/** URLs outside of queues, and what else stands beside them: the name of their queue too. */
export interface UrlGroup {
  readonly values: string[];
  readonly urls: string[];
}

/** Joins queues with the URLs that were printed outside of them. */
export function joinViews(
  queues: readonly PrintedQueue[],
  groups: readonly UrlGroup[],
): ServiceState {
  const otherUrls = joinGroups(groups, queues);
  return { queues: nameQueues(withoutRepeated(queues)), otherUrls };
}

/** Puts URLs of groups into the queue that is certain to be theirs; returns the others. */
function joinGroups(groups: readonly UrlGroup[], queues: readonly PrintedQueue[]): string[] {
  const known = new Set(queues.flatMap(({ urls }) => [...urls]));
  const byLabel = Map.groupBy(queues, ({ label }) => label);
  const others = new Set<string>();
  for (const { values, urls } of groups) {
    const named = new Set(values.flatMap((value) => byLabel.get(value) ?? []));
    const [queue] = named.size === 1 ? named : [];
    for (const url of urls) {
      if (known.has(url)) continue;
      if (queue === undefined) others.add(url);
      else queue.urls.add(url);
    }
  }
  return [...others];
}

/**
 * Leaves out a queue that another view showed already, and lines that look like the head of one because
 * they lost their indentation: no two queues have a URL in common.
 */
function withoutRepeated(queues: readonly PrintedQueue[]): PrintedQueue[] {
  const served = new Set(
    queues.flatMap(({ urls, processes }) => processes.length > 0 ? [...urls] : []),
  );
  const seen = new Set<string>();
  return queues.filter(({ label, urls, processes }) => {
    if (urls.size === 0) return true;
    if (processes.length === 0 && [...urls].every((url) => served.has(url))) return false;
    const key = JSON.stringify([label, [...urls], processes.map(({ pid }) => pid)]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * What says that a queue has no name is a sentence in every language, or stands there several times:
 * no two queues share a name.
 */
function nameQueues(queues: readonly PrintedQueue[]): HttpQueue[] {
  const byLabel = Map.groupBy(queues, ({ label }) => label);
  return queues.map(({ label, processes, urls }) => {
    const isRepeated = byLabel.get(label)!.length > 1 && !/^[!-~]+$/.test(label);
    const isSentence = isRepeated || /[.。．｡।։۔።။។]$/.test(label);
    return { name: isSentence ? null : label, processes, urls: [...urls] };
  });
}
