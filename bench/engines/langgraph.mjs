// Twelve steps, one after the other, each adding 500 bytes under its own key; a checkpoint in Postgres after each.
// Measured with durability "sync", which has the checkpoint on disk before the next step starts, and with its default, "async".
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import pg from "pg";
import { atOnce, finish, percentile, readArguments, round, version } from "./common.mjs";

const STEPS = 12, BYTES = 500, WARM_UP = 5, SEQUENTIAL = 30, RUNS = 300, IN_FLIGHT = 30;
const args = readArguments();
const max = 30;
const steps = Array.from({ length: STEPS }, (_, i) => `step${i + 1}`);

const saver = new PostgresSaver(new pg.Pool({ connectionString: args.postgres, max }));
await saver.setup();

const State = Annotation.Root(Object.fromEntries(steps.map(step => [`${step}_result`, Annotation()])));
const builder = new StateGraph(State);
for (const [i, step] of steps.entries()) {
  builder.addNode(step, () => ({ [`${step}_result`]: String(i % 10).repeat(BYTES) }));
  builder.addEdge(i === 0 ? START : steps[i - 1], step);
}
builder.addEdge(steps.at(-1), END);
const graph = builder.compile({ checkpointer: saver });

let threads = 0;
async function once(durability) {
  const begun = performance.now();
  const state = await graph.invoke({}, { configurable: { thread_id: `run-${++threads}` }, durability });
  const took = performance.now() - begun;
  if (steps.some(step => state[`${step}_result`]?.length !== BYTES)) throw new Error("A step's result is missing.");
  return took;
}

async function measure(durability) {
  for (let i = 0; i < WARM_UP; i++) await once(durability);
  const times = [];
  for (let i = 0; i < SEQUENTIAL; i++) times.push(await once(durability));
  const begun = performance.now();
  await atOnce(IN_FLIGHT, RUNS, () => once(durability));
  return {
    run_p50_ms: percentile(times, 0.5), run_p95_ms: percentile(times, 0.95),
    steps_per_s: round(RUNS * STEPS / ((performance.now() - begun) / 1000), 1),
  };
}

const synchronous = await measure("sync");
const { run_p50_ms, run_p95_ms, steps_per_s } = await measure("async");
finish({
  engine: "langgraph", version: `${version("@langchain/langgraph")}, checkpoint-postgres ${version("@langchain/langgraph-checkpoint-postgres")}`,
  settings: `durability "sync", pool ${max}`,
  steps: STEPS, runs: RUNS, in_flight: IN_FLIGHT,
  ...synchronous,
  async_run_p50_ms: run_p50_ms, async_run_p95_ms: run_p95_ms, async_steps_per_s: steps_per_s,
});
