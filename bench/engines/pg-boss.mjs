// pg-boss with batches of 500, two workers, and a fetch right after a full batch. Tried beside it on two cores: 1 and 4 workers,
// batches of 1,000, pools of 10 and 25 (no better beyond the noise). With NOTIFY for the single submitters too their throughput
// was a third, in one try; without it the round trip at low load is its shortest polling interval, 500 ms.
import pg from "pg";
import { PgBoss } from "pg-boss";
import { Ledger, measureQueue, readArguments, watchStatements } from "./common.mjs";

const BULK = 1000;
const args = readArguments();
const ledger = new Ledger();
const batchSize = 500, localConcurrency = 2, max = 50;

watchStatements(
  pg,
  (text, values) => /^\s*WITH results AS/.test(text) && text.includes("state = 'completed'") && text.includes("ANY($2::uuid[])") && values[1],
  ids => ledger.completed(ids.length));

const boss = new PgBoss({ connectionString: args.postgres, max, useListenNotify: true, schedule: false });
boss.on("error", error => console.error(error.message));
boss.on("warning", warning => console.error(warning.message));
await boss.start();
// A NOTIFY in a transaction takes a lock that lets one commit at a time to disk, so many submitters at once get a queue without.
const queues = { notified: { notify: true }, polled: { notify: false } };
for (const [name, options] of Object.entries(queues)) {
  await boss.createQueue(name, options);
  await boss.work(name, { batchSize, localConcurrency, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 }, ledger.started);
}

await measureQueue({
  engine: "pg-boss", package: "pg-boss",
  settings: `batchSize ${batchSize}, localConcurrency ${localConcurrency}, burstWhenBatchFull, notify except for many single submitters, pool ${max}, insert of ${BULK}`,
  completion: "the UPDATE that ends the batch is answered",
}, args, ledger, {
  single: load => boss.send(load === "low" ? "notified" : "polled", {}),
  bulk: async count => {
    for (let left = count; left > 0; left -= BULK) {
      await boss.insert("notified", Array.from({ length: Math.min(BULK, left) }, () => ({ data: {} })));
    }
  },
});
