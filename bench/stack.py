#!/usr/bin/env python3
"""Measures the embedded stack: start-up, an on-boarding without a model, what the engine adds per step,
whether a refusal's time tells anything, memory.

Usage: python3 bench/stack.py [starts] [onboardings]     (from the repository's root, after
       dotnet build -c Release RaptorFlow.AppHost)
"""
import json, os, re, signal, statistics, subprocess, sys, tempfile, time, urllib.error, urllib.request, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
APPHOST = os.path.join(ROOT, "RaptorFlow.AppHost", "bin", "Release", "net10.0", "RaptorFlow.AppHost.dll")
STARTS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
ONBOARDINGS = int(sys.argv[2]) if len(sys.argv) > 2 else 10


def start(state):
    process = subprocess.Popen(["dotnet", APPHOST], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={**os.environ, "RAPTORFLOW_STATE": state})
    api = None
    for line in process.stdout:
        if match := re.match(r"api\s.*?(http://[0-9.:]+)", line):
            api = match.group(1)
        if match := re.search(r"is up after ([0-9.]+) s", line):
            return process, api, float(match.group(1))
    raise SystemExit("The stack did not come up.")


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def call(method, url, body=None, **headers):
    request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode(),
                                     headers={"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def critical_path(tasks):
    """The longest chain of agents' own times, and how many steps it has."""
    by_key = {t["key"]: t for t in tasks}
    memo = {}

    def longest(key):
        if key not in memo:
            before = max((longest(d) for d in by_key[key]["depends_on"]), default=(0.0, 0))
            memo[key] = (before[0] + by_key[key]["result"]["duration_ms"], before[1] + 1)
        return memo[key]

    return max(longest(k) for k in by_key)


def onboard(api, headers, company):
    started = call("POST", f"{api}/api/onboarding", {"company": company}, **{"Idempotency-Key": str(uuid.uuid4())}, **headers)
    while True:
        run = call("GET", f"{api}/api/runs/{started['run_id']}", **headers)
        if run["status"] not in ("queued", "running"):
            assert run["status"] == "succeeded", run
            path, steps = critical_path(run["tasks"])
            return run["duration_ms"], (run["duration_ms"] - path) / steps, run["id"]
        time.sleep(0.02)


def sign_up(api):
    token = call("POST", f"{api}/auth/v1/signup", {"email": f"{uuid.uuid4()}@bench.localhost", "password": str(uuid.uuid4())})["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    return {**bearer, "X-Workspace": call("POST", f"{api}/api/workspaces", {"name": "bench"}, **bearer)["id"]}


def refusals(api, headers, foreign, count=300):
    """Median milliseconds of a 404, for another workspace's run and for one that never was, asked in turn."""
    times = {"foreign": [], "none": []}
    for n in range(2 * count):
        kind, run = ("foreign", foreign) if n % 2 else ("none", uuid.uuid4())
        begun = time.perf_counter()
        try:
            call("GET", f"{api}/api/runs/{run}", **headers)
            raise SystemExit("A foreign run was shown.")
        except urllib.error.HTTPError as error:
            assert error.code == 404, error
        times[kind].append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times[kind]) for kind in ("foreign", "none")]


def memory(apphost):
    """Resident memory in MB of each process below the AppHost, by what it runs."""
    rows = [line.split(None, 3) for line in subprocess.check_output(["ps", "-eo", "pid,ppid,rss,args"], text=True).splitlines()[1:]]
    below, grown = {apphost}, True
    while grown:
        more = {int(r[0]) for r in rows if int(r[1]) in below} - below
        grown = bool(more)
        below |= more
    totals = {}
    for pid, _, rss, args in rows:
        if int(pid) not in below:
            continue
        name = ("api" if "RaptorFlow.Api.dll" in args else "agent host" if "RaptorFlow.AgentHost.dll" in args
                else "garnet" if " garnet" in args else "postgres" if "postgres" in args and "guard" not in args
                else "guard of postgres" if "guard" in args else "apphost")
        totals[name] = totals.get(name, 0) + int(rss) / 1024
    return totals


def main():
    state = os.path.join(tempfile.mkdtemp(prefix="raptorflow-bench-", dir="/var/tmp"), "state")
    os.chmod(os.path.dirname(state), 0o755)
    times = []
    for n in range(STARTS):
        process, api, seconds = start(state)
        times.append(seconds)
        if n < STARTS - 1:
            stop(process)
    headers = sign_up(api)
    with open(os.path.join(ROOT, "samples", "companies", "posthog.json")) as file:
        company = json.load(file)
    runs = [onboard(api, headers, company) for _ in range(ONBOARDINGS)]
    foreign, none = refusals(api, sign_up(api), runs[0][2])
    totals = memory(process.pid)
    stop(process)

    print("| what | first | median of the others |")
    print("|---|---:|---:|")
    print(f"| stack up, s (first: with a new database) | {times[0]:.1f} | {statistics.median(times[1:]):.1f} |")
    print(f"| on-boarding without a model, s (first: cold code) | {runs[0][0] / 1000:.2f} | {statistics.median(r[0] for r in runs[1:]) / 1000:.2f} |")
    print(f"| engine's part per step of the critical path, ms | {runs[0][1]:.0f} | {statistics.median(r[1] for r in runs[1:]):.0f} |")
    print(f"\nA 404 takes {foreign:.2f} ms for another workspace's run, {none:.2f} ms for one that never was.")
    print("\n| resident memory after the runs | MB |")
    print("|---|---:|")
    for name, megabytes in sorted(totals.items(), key=lambda t: -t[1]):
        print(f"| {name} | {megabytes:.0f} |")


main()
