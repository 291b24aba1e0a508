#!/usr/bin/env python3
"""Measures what the model pipeline adds to a call, what an answer costs that is given again, and a synthetic day of runs.

Usage: python3 bench/models.py [--rounds N] [--calls N] [--runs N] [--seed N] [--only models,day]     (from the repository's root)

Uses the servers of engines.py (Postgres with fsync on, Redis with its append-only file on) and a provider of its own in another
process, and writes results.json to bench/models/ and the tables to bench/README.md, from all that was measured last.
"""
import argparse, json, os, statistics, subprocess
from engines import OURS, ROOT, Servers, publish, shown

HERE = os.path.join(ROOT, "bench", "models")
RESULTS = os.path.join(HERE, "results.json")
ALONE = "client alone"
AGAIN = ["cache, in memory", "cache, in Redis", "record"]
TIERS = ["economy", "balanced", "premium"]


def measure(servers, *words):
    postgres, redis = servers.fresh("everysec")
    flushes = round(servers.flushes_per_s())
    output = subprocess.check_output(["dotnet", "run", "-c", "Release", "--no-build", "--project", OURS, "--", *words, "--postgres", postgres, "--redis", redis],
                                     text=True, env={**os.environ, "DOTNET_TieredPGO": "0"})  # as the agent host has it
    return {**json.loads(output.strip().splitlines()[-1]), "flushes_per_s_before": flushes}


def medians(figures):
    """Of each caller at each width, over the rounds; and of what it is over the client alone in the same round."""
    rounds = {}
    for figure in figures:
        rounds.setdefault((figure["ModelMs"], figure["AtOnce"], figure["Who"]), []).append(figure)
    rows = {}
    for (model, width, who), all_rounds in rounds.items():
        row = {field: statistics.median(f[field] for f in all_rounds) for field in ("P50", "P95", "P99", "PerSecond", "HostCpu", "PostgresCpu", "VendorCpu")}
        alone = rounds.get((model, width, ALONE))
        if alone and who != ALONE:
            row["Over"] = {field: statistics.median(f[field] - a[field] for f, a in zip(all_rounds, alone)) for field in ("P50", "P95", "P99")}
        rows[model, width, who] = row
    return rows


def calls(rows, model):
    lines = ["| at once | | p50, ms | p95 | p99 | over the client alone: p50, ms | p95 | p99 | calls/s | processor for a call, ms: host | Postgres |", "|---:|---|" + "---:|" * 9]
    for (ms, width, who), row in rows.items():
        if ms == model and who not in AGAIN:
            over = row.get("Over", {})
            cells = [shown(row[f], 1) for f in ("P50", "P95", "P99")] + [shown(over.get(f), 1) for f in ("P50", "P95", "P99")]
            lines.append(f"| {width} | {who} | " + " | ".join(cells) + f" | {row['PerSecond']:,.0f} | {row['HostCpu']:.2f} | {row['PostgresCpu']:.2f} |")
    return "\n".join(lines)


def again(rows):
    lines = ["| at once | given again from | p50, ms | p95 | p99 | calls/s | processor for a call, ms: host | Postgres |", "|---:|---|" + "---:|" * 6]
    for (_, width, who), row in rows.items():
        if who in AGAIN:
            lines.append(f"| {width} | {who} | {row['P50']:.1f} | {row['P95']:.1f} | {row['P99']:.1f} | {row['PerSecond']:,.0f} | {row['HostCpu']:.2f} | {row['PostgresCpu']:.2f} |")
    return "\n".join(lines)


def day(figures):
    served = {(s["ServedFrom"], s["Tier"]): s for s in figures["served"]}
    total = lambda field, of=None: sum(s[field] for s in figures["served"] if of is None or s["ServedFrom"] == of)
    usd = lambda micros: f"{micros / 1e6:,.4f}"
    lines = ["| answered by | calls | of all | economy | balanced | premium | spent, USD | saved, USD |", "|---|" + "---:|" * 7]
    for who in ("provider", "cache", "record"):
        of_tiers = " | ".join(f"{served.get((who, tier), {}).get('Calls', 0):,}" for tier in TIERS)
        lines.append(f"| {who} | {total('Calls', who):,} | {total('Calls', who) / total('Calls'):.1%} | {of_tiers} | {usd(total('CostMicros', who))} | {usd(total('SavedMicros', who))} |")
    spent, saved = total("CostMicros"), total("SavedMicros")
    return "\n".join([
        f"{figures['runs']:,} runs, seed {figures['seed']}: {figures['calls']:,} calls, {figures['again']} of them of tasks that are done again; {figures['fresh']} runs are fresh, before {figures['documents']} a document comes.",
        "", *lines, "",
        f"Hit rate {1 - total('Calls', 'provider') / total('Calls'):.1%} (cache {total('Calls', 'cache') / total('Calls'):.1%}, record {total('Calls', 'record') / total('Calls'):.1%}). "
        f"Spent {usd(spent)} USD of {usd(spent + saved)}: {saved / (spent + saved):.1%} saved."])


def report(results):
    parts = []
    if "models" in results:
        figures = results["models"]["figures"]
        rows = medians(figures)
        loads = [f["LoadBefore"] for f in figures]
        parts += [f"{os.cpu_count()} cores; medians of {results['models']['rounds']} rounds of {results['models']['calls']:,} calls each (an eighth of that one at a time). "
                  f"The disk took {results['models']['flushes_per_s_before']:,} flushes of 8 kB a second, and the load before a measurement was {min(loads):.1f}–{max(loads):.1f}, median {statistics.median(loads):.1f}: the machine is shared.",
                  "A model that answers at once, asked anew by whoever was answered:", calls(rows, 0),
                  "A model that takes a second, callers spread over it:", calls(rows, 1000),
                  "Answers given again:", again(rows)]
    if "day" in results:
        parts += ["The day:", day(results["day"])]
    return "\n\n".join(parts)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--calls", type=int, default=2000)
    arguments.add_argument("--runs", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=20261123)
    arguments.add_argument("--only", default="models,day")
    options = arguments.parse_args()
    subprocess.check_call(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", OURS])
    os.makedirs(HERE, exist_ok=True)
    results = json.load(open(RESULTS)) if os.path.exists(RESULTS) else {}
    with Servers() as servers:
        if "models" in options.only.split(","):
            results["models"] = measure(servers, "models", "--jobs", str(options.calls), "--count", str(options.rounds))
        if "day" in options.only.split(","):
            results["day"] = measure(servers, "day", "--jobs", str(options.runs), "--count", str(options.seed))
    with open(RESULTS, "w") as file:
        json.dump(results, file, indent=1)
        file.write("\n")
    text = report(results)
    print(text)
    publish("models", text)


if __name__ == "__main__":
    main()
