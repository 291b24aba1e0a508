// graphile-worker, configured as its own page on performance does it: 24 jobs at once on a pool of 25, a local queue of 500,
// completions in batches without delay. Tried beside it on two cores: no local queue (a sixth of the throughput in bulk, the
// round trip 1 ms shorter), a local queue of 1,000, a pool of 50, 48 and 8 jobs at once (no better beyond the noise). New jobs
// are announced by NOTIFY, which add_job always sends.
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { Ledger, measureQueue, readArguments, watchStatements } from "./common.mjs";

const BULK = 1000;
const args = readArguments();
const ledger = new Ledger();
const concurrentJobs = 24, maxPoolSize = 25, size = 500, completeJobBatchDelay = 0;

// A job's end is a DELETE. 'job:success' and 'job:complete' are emitted before it is sent.
watchStatements(
  pg,
  (text, values) => /^\s*(with j as \(\s*)?delete from .*_private_jobs/.test(text) && [values[0]].flat(),
  ids => ledger.completed(ids.length));

const runner = await run({
  preset: {
    worker: {
      connectionString: args.postgres, concurrentJobs, maxPoolSize,
      localQueue: { size }, completeJobBatchDelay, failJobBatchDelay: completeJobBatchDelay,
    },
  },
  taskList: { noop: ledger.started },
  logger: new Logger(() => () => {}),
  noHandleSignals: true,
});

const utils = await makeWorkerUtils({ preset: { worker: { connectionString: args.postgres, maxPoolSize } } });

await measureQueue({
  engine: "graphile-worker", package: "graphile-worker",
  settings: `concurrentJobs ${concurrentJobs}, maxPoolSize ${maxPoolSize}, localQueue ${size}, completeJobBatchDelay ${completeJobBatchDelay}, addJobs of ${BULK}`,
  completion: "the DELETE that ends the job is answered",
}, args, ledger, {
  single: () => utils.addJob("noop", {}),
  bulk: async count => {
    for (let left = count; left > 0; left -= BULK) {
      await utils.addJobs(Array.from({ length: Math.min(BULK, left) }, () => ({ identifier: "noop", payload: {} })));
    }
  },
});
