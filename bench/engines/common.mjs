// What the measurements share: arguments, percentiles, the order of the figures, one line of JSON at the end.
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

const require = createRequire(import.meta.url);

/**
 * `--postgres URL --redis HOST:PORT --jobs N --concurrency C`; C is the number of submitters at once. N jobs are submitted in
 * bulk, a quarter of that one by one.
 */
export function readArguments() {
  const text = { type: "string" };
  const { values } = parseArgs({ options: { postgres: text, redis: text, jobs: text, concurrency: text }, strict: true });
  return { ...values, jobs: Number(values.jobs ?? 20000), concurrency: Number(values.concurrency ?? 50) };
}

export const version = name => require(`./node_modules/${name}/package.json`).version;

/** The milliseconds below which the given share of the values lies: nearest rank. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
}

export const round = (value, digits = 3) => Number(value.toFixed(digits));

export function finish(result) {
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

/** `work(i)` for every i below count, `width` of them at once. */
export async function atOnce(width, count, work) {
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(width, count) }, async () => {
    while (next < count) {
      await work(next++);
    }
  }));
}

/**
 * Tells of every statement that `idsOf(text, values)` recognises, after Postgres has answered it, which under
 * synchronous_commit is after its commit is on disk. For libraries whose own events come before that.
 */
export function watchStatements(pg, idsOf, answered) {
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (config, values, callback) {
    const ids = idsOf(typeof config === "string" ? config : config?.text ?? "", Array.isArray(values) ? values : config?.values);
    if (!ids) {
      return query.apply(this, arguments);
    }
    if (typeof callback === "function") {
      return query.call(this, config, values, (error, result) => {
        if (!error) answered(ids);
        callback(error, result);
      });
    }
    const answer = query.apply(this, arguments);
    return answer.then(result => (answered(ids), result));
  };
}

/** What a job's handler and its durable completion report to, and what the measurement waits on. */
export class Ledger {
  #expected = Infinity;
  #done = 0;
  #resolve;
  startedAt = 0;

  started = () => {
    this.startedAt = performance.now();
  };

  completed = count => {
    this.#done += count;
    if (this.#done >= this.#expected) {
      this.#expected = Infinity;
      this.#resolve(performance.now());
    }
  };

  /** The moment at which `count` more jobs are done. */
  expect(count) {
    this.#done = 0;
    return new Promise(resolve => {
      this.#expected = count;
      this.#resolve = resolve;
    });
  }
}

const WARM_UP = 50;
const ONE_BY_ONE = 300;

/**
 * Measures a queue. `bulk(n)` submits n jobs by the library's bulk call, `single(load)` one, load being "low" or "high"; both
 * resolve when the submission is acknowledged. `roundTrip()`, where the library can tell the submitter itself, submits one and resolves at its completion.
 */
export async function measureQueue({ engine, package: name, settings, completion }, args, ledger, { bulk, single, roundTrip }) {
  async function perSecond(count, submit) {
    const last = ledger.expect(count);
    const begun = performance.now();
    await submit();
    return round(count / ((await last - begun) / 1000), 1);
  }

  async function lowLoad(count) {
    const start = [], trip = [];
    for (let i = 0; i < count; i++) {
      const done = ledger.expect(1);
      const begun = performance.now();
      if (roundTrip) {
        await roundTrip();
        trip.push(performance.now() - begun);
        await done;
      } else {
        await single("low");
        trip.push(await done - begun);
      }
      start.push(ledger.startedAt - begun);
    }
    return { start, trip };
  }

  const singles = count => atOnce(args.concurrency, count, () => single("high"));
  await lowLoad(WARM_UP);
  const { start, trip } = await lowLoad(ONE_BY_ONE);
  await perSecond(1000, () => singles(1000));
  const jobs_single = Math.ceil(args.jobs / 4);
  const throughput_single_per_s = await perSecond(jobs_single, () => singles(jobs_single));
  const throughput_bulk_per_s = await perSecond(args.jobs, () => bulk(args.jobs));

  finish({
    engine, version: version(name), settings, completion,
    jobs: args.jobs, jobs_single, submitters: args.concurrency,
    throughput_bulk_per_s, throughput_single_per_s,
    ...spread("start", start), ...spread("round_trip", trip),
  });
}

export const spread = (name, values) =>
  Object.fromEntries([50, 95, 99].map(p => [`${name}_p${p}_ms`, percentile(values, p / 100)]));
