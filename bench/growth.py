#!/usr/bin/env python3
"""Measures whether this engine's time for a task stays the same as things grow: queues, workspaces, hosts, followers, time; and what a fan-out costs.

Usage: python3 bench/growth.py [--tasks N] [--most-queued N] [--minutes N] [--only PART,PART]     (from the repository's root)

Uses the servers of engines.py (Postgres with fsync on, Redis with its append-only file on), a fresh database for each figure,
and writes results.json and plots to bench/growth/ and the tables to bench/README.md, from all that was measured last.
"""
import argparse, json, os, subprocess
from engines import OURS, ROOT, Servers, chart, publish

HERE = os.path.join(ROOT, "bench", "growth")
RESULTS = os.path.join(HERE, "results.json")

# part: (title, command, what varies, the field plotted, its unit)
PARTS = {
    "queue": ("Tasks queued before a host begins", lambda o, n: ["queue", "--count", str(n)], [10, 100, 1000, 10000, 100000], "tasks_per_s", "tasks/s, more is better"),
    "workspaces": ("Workspaces", lambda o, n: ["workspaces", "--jobs", str(o.tasks), "--count", str(n)], [1, 10, 100, 1000], "tasks_per_s", "tasks/s, more is better"),
    "hosts": ("Agent hosts", lambda o, n: ["hosts", "--jobs", str(o.tasks), "--count", str(n)], [1, 2, 4], "tasks_per_s", "tasks/s, more is better"),
    "followers": ("WebSocket clients that follow one run", lambda o, n: ["followers", "--count", str(n)], [1, 10, 100, 1000], "p95_ms", "ms from stored to received, p95, less is better"),
    "fan-out": ("Fan-out of 20 agents of 100 ms, and a join", lambda o, n: ["fan-out", "--count", str(n)], [30], None, None),
    "soak": ("Soak", lambda o, n: ["soak", "--count", str(o.minutes)], [1], None, None),
}


def measure(servers, words):
    postgres, redis = servers.fresh("everysec")
    output = subprocess.check_output(["dotnet", "run", "-c", "Release", "--no-build", "--project", OURS, "--", *words, "--postgres", postgres, "--redis", redis], text=True)
    figures = json.loads(output.strip().splitlines()[-1])
    figures["load_after"] = round(os.getloadavg()[0], 1)
    print({k: v for k, v in figures.items() if k != "samples"}, flush=True)
    return figures


def rates(results):
    rows = [(title, count, figures["tasks_per_s"]) for part, (title, _, _, field, _) in PARTS.items() if field == "tasks_per_s" for count, figures in results.get(part, {}).items()]
    return "\n".join(["| what | how many | tasks/s |", "|---|---:|---:|", *(f"| {title.lower()} | {int(count):,} | {rate:,.0f} |" for title, count, rate in rows)])


def followers(results):
    rows = [f"| {int(n):,} | {f['p50_ms']:.0f} | {f['p95_ms']:.0f} | {f['p99_ms']:.0f} | {f['last_client_has_last_event_ms']:.0f} | {f['deliveries_per_s']:,.0f} | {f['api_memory_mb']:.0f} |"
            for n, f in results.items()]
    return "\n".join(["| clients | p50, ms | p95 | p99 | last client has last event, ms | deliveries/s | API's memory, MB |", "|---:|---:|---:|---:|---:|---:|---:|", *rows])


def soak(figures):
    rows = [f"| {s['Seconds']:.0f} | {s['Runs']:,} | {s['Open']} | {s['TablesMb']:.1f} | {s['HostsMb']:.0f} | {s['SubmitP50Ms']:.1f} | {s['SubmitP99Ms']:.0f} |" for s in figures["samples"][1::2]]
    return "\n".join([f"{figures['submitted']:,} runs of five tasks in {figures['minutes']} minutes:", "",
                      "| s | runs kept | of these open | tables, MB | two hosts, MB | submit p50, ms | p99 |", "|---:|---:|---:|---:|---:|---:|---:|", *rows])


def report(results):
    parts = [rates(results)]
    for fan in results.get("fan-out", {}).values():
        parts.append(f"A {fan['what']}: p50 {fan['wall_p50_ms']:.0f} ms, p95 {fan['wall_p95_ms']:.0f} ms; {fan['over_critical_path']:.0%} over the 100 ms that it cannot do without.")
    if "followers" in results:
        parts += ["From an event's being stored to its being received:", followers(results["followers"])]
    for figures in results.get("soak", {}).values():
        parts.append(soak(figures))
    return "\n\n".join(parts)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tasks", type=int, default=5000)
    arguments.add_argument("--most-queued", type=int, default=100000)
    arguments.add_argument("--minutes", type=int, default=10, help="of the soak")
    arguments.add_argument("--only", default="", help=f"of {', '.join(PARTS)}")
    options = arguments.parse_args()
    subprocess.check_call(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", OURS])
    os.makedirs(HERE, exist_ok=True)
    results = json.load(open(RESULTS)) if os.path.exists(RESULTS) else {}
    with Servers() as servers:
        for part in [p for p in PARTS if not options.only or p in options.only.split(",")]:
            title, command, counts, field, unit = PARTS[part]
            results[part] = {f"{n}": measure(servers, command(options, n)) for n in counts if part != "queue" or n <= options.most_queued}
            if field:
                chart(os.path.join(HERE, f"{part}.svg"), title, unit, {f"{int(n):,}": f[field] for n, f in results[part].items()}, 0)
            if part == "soak":
                samples = results[part]["1"]["samples"]
                chart(os.path.join(HERE, "soak.svg"), "Size of the ledger's tables", "MB, by seconds", {f"{s['Seconds']:.0f}": s["TablesMb"] for s in samples[1::2]}, 1)
            with open(RESULTS, "w") as file:
                json.dump(results, file, indent=1)
                file.write("\n")
    publish("growth", report(results))


if __name__ == "__main__":
    main()
