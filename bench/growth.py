#!/usr/bin/env python3
"""Measures whether this engine's time for a task stays the same as things grow, and what a fan-out costs.

Usage: python3 bench/growth.py [--tasks N] [--most-queued N]     (from the repository's root)

Uses the servers of engines.py (Postgres with fsync on, Redis with its append-only file on), a fresh database for each figure,
and writes a table to bench/README.md between its markers.
"""
import argparse, json, os, subprocess
from engines import OURS, README, Servers

BEGIN, END = "<!-- growth:begin -->", "<!-- growth:end -->"


def measure(servers, *words):
    postgres, redis = servers.fresh("everysec")
    output = subprocess.check_output(["dotnet", "run", "-c", "Release", "--no-build", "--project", OURS, "--", *words, "--postgres", postgres, "--redis", redis], text=True)
    figures = json.loads(output.strip().splitlines()[-1])
    print(figures, flush=True)
    return figures


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tasks", type=int, default=3000)
    arguments.add_argument("--most-queued", type=int, default=100000)
    options = arguments.parse_args()
    subprocess.check_call(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", OURS])
    lines = ["| what | how many | tasks/s |", "|---|---:|---:|"]
    with Servers() as servers:
        for queued in [n for n in (100, 1000, 10000, 100000) if n <= options.most_queued]:
            lines.append(f"| tasks queued before a host begins | {queued:,} | {measure(servers, 'queue', '--count', str(queued))['tasks_per_s']:,.0f} |")
        for workspaces in (1, 10, 100, 1000):
            lines.append(f"| workspaces | {workspaces:,} | {measure(servers, 'workspaces', '--jobs', str(options.tasks), '--count', str(workspaces))['tasks_per_s']:,.0f} |")
        for hosts in (1, 2, 4):
            lines.append(f"| agent hosts | {hosts} | {measure(servers, 'hosts', '--jobs', str(options.tasks), '--count', str(hosts))['tasks_per_s']:,.0f} |")
        fan = measure(servers, "fan-out", "--count", "30")
    lines += ["", f"A {fan['what']}: p50 {fan['wall_p50_ms']:.0f} ms, p95 {fan['wall_p95_ms']:.0f} ms; {fan['over_critical_path']:.0%} over the 100 ms that it cannot do without."]
    text = open(README).read()
    head, rest = text.split(BEGIN)
    open(README, "w").write(f"{head}{BEGIN}\n" + "\n".join(lines) + f"\n{END}" + rest.split(END)[1])


if __name__ == "__main__":
    main()
