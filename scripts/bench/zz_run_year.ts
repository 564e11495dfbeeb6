import { historyOfAYear } from "/work/main/scripts/bench/history.ts";
console.log(await historyOfAYear("/tmp/w/year", 365));
