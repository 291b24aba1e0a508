#!/usr/bin/env python3
"""Measures how well and how fast memory is searched: by words, by vectors, and by both.

Usage: python3 bench/retrieval.py [--passages N]     (from the repository's root)

The measuring process starts a Postgres of its own. Writes results.json to bench/retrieval/ and the tables to bench/README.md.
"""
import argparse, json, os, subprocess
from engines import OURS, ROOT, publish

RESULTS = os.path.join(ROOT, "bench", "retrieval", "results.json")


def quality(figures):
    lines = ["| | recall@5, all | tuned on | held out | MRR@10, all | tuned on | held out | p50, ms | p95 |", "|---|" + "---:|" * 8]
    for row in figures["quality"]:
        halves = [row["All"], row["Tuned"], row["Held"]]
        lines.append(f"| {row['Ways']} | " + " | ".join(f"{half['RecallAt5']:.3f}" for half in halves) + " | " + " | ".join(f"{half['MrrAt10']:.3f}" for half in halves)
                     + f" | {row['Time']['P50']:.1f} | {row['Time']['P95']:.1f} |")
    return "\n".join(lines)


def speed(figures):
    lines = ["| | p50, ms | p95 | p99 |", "|---|---:|---:|---:|"]
    lines += [f"| {row['Ways']} | {row['Time']['P50']:.1f} | {row['Time']['P95']:.1f} | {row['Time']['P99']:.1f} |" for row in figures["Times"]]
    return "\n".join(lines)


def report(results):
    figures = results["figures"]
    parts = [f"{os.cpu_count()} cores, a load of {results['load_before']:.1f} before and {results['load_after']:.1f} after: the machine is shared. "
             f"{figures['questions']} questions, {figures['documents']} documents, {figures['passages']:,} passages.", quality(figures)]
    if at := figures.get("speed"):
        parts += [f"{at['Passages']:,} passages:", speed(at),
                  f"Added in {at['AddS']:.0f} s; read into the process in {at['ReadS']:.1f} s, where they take {at['Megabytes']:,} MB. The first search after one more document: {at['RefreshMs']:.0f} ms (median). "
                  f"Of the 50 nearest by a comparison in double precision, the index finds {at['Recall']:.1%}."]
    return "\n\n".join(parts)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--passages", type=int, default=100_000, help="how many the speed is measured at; 0 leaves that out")
    options = arguments.parse_args()
    subprocess.check_call(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", OURS])
    before = os.getloadavg()[0]
    output = subprocess.check_output(["dotnet", "run", "-c", "Release", "--no-build", "--project", OURS, "--", "retrieval", "--passages", str(options.passages)], text=True)
    results = {"figures": json.loads(output.strip().splitlines()[-1]), "load_before": before, "load_after": os.getloadavg()[0]}
    with open(RESULTS, "w") as file:
        json.dump(results, file, indent=1, ensure_ascii=False)
        file.write("\n")
    text = report(results)
    print(text)
    publish("retrieval", text)


if __name__ == "__main__":
    main()
