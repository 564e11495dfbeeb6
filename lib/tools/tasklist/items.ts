/** What processes load. A service's name rarely ends so, and never all names of a listing do. */
const MODULE =
  /\.(?:dll|exe|drv|sys|ocx|cpl|acm|ax|node|pyd|mui|ime|tsp|bpl|winmd|efi|scr|com|flt|nls|so)$/i;

/** Splits a list of services or modules. */
export function splitItems(list: string): string[] {
  return list.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/** Whether an item has a module's name. */
export function isModule(item: string): boolean {
  return MODULE.test(item);
}

/** Whether lists that were printed together are of modules: most of their items are. */
export function areModules(lists: readonly (readonly string[])[]): boolean {
  let balance = 0;
  for (const items of lists) {
    for (const item of items) balance += isModule(item) ? 1 : -1;
  }
  return balance > 0;
}
