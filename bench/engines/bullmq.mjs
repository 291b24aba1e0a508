// BullMQ with 200 jobs at once in one worker; the last 1,000 finished jobs are kept, as its guide advises. Tried beside it on two
// cores: 50, 100 and 500 at once (50 and 100 were slower, 500 no better beyond the noise).
import { Queue, QueueEvents, Worker } from "bullmq";
import { Ledger, measureQueue, readArguments } from "./common.mjs";

const BULK = 1000;
const args = readArguments();
const ledger = new Ledger();
const [host, port] = args.redis.split(":");
const connection = { host, port: Number(port), maxRetriesPerRequest: null };
const concurrency = 200;
const defaultJobOptions = { removeOnComplete: { count: 1000 } };

const queue = new Queue("noop", { connection, defaultJobOptions });
const events = new QueueEvents("noop", { connection });
const worker = new Worker("noop", async () => ledger.started(), { connection, concurrency });
worker.on("completed", () => ledger.completed(1));
worker.on("error", error => console.error(error.message));
await Promise.all([queue.waitUntilReady(), events.waitUntilReady(), worker.waitUntilReady()]);

await measureQueue({
  engine: "bullmq", package: "bullmq",
  settings: `concurrency ${concurrency}, removeOnComplete 1000, addBulk of ${BULK}`,
  completion: "waitUntilFinished for the round trip, the worker's 'completed' event for throughput",
}, args, ledger, {
  single: () => queue.add("noop", {}),
  roundTrip: async () => (await queue.add("noop", {})).waitUntilFinished(events),
  bulk: async count => {
    for (let left = count; left > 0; left -= BULK) {
      await queue.addBulk(Array.from({ length: Math.min(BULK, left) }, () => ({ name: "noop", data: {} })));
    }
  },
});
