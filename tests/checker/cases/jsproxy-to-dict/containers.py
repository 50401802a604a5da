# target: pyodide-0.28 bundled
# Rows that containers and iterators hand on.
from collections import defaultdict




async def a(env):
    rows = (await env.DB.prepare("s").all()).results
    by_id = {r.id: r for r in rows}
    row = by_id.get(3)
    print(row["x"])  # error: CFW403


async def b(env):
    rows = (await env.DB.prepare("s").all()).results
    groups = {}
    for r in rows:
        groups.setdefault(r.day, []).append(r)
    for k in groups:
        print([r["x"] for r in groups[k]])  # error: CFW403


async def b2(env):
    rows = (await env.DB.prepare("s").all()).results
    groups = defaultdict(list)
    for r in rows:
        groups[r.day].append(r)
    for day, some in groups.items():
        print([r["x"] for r in some])  # error: CFW403


async def c(env):
    rows = (await env.DB.prepare("s").all()).results
    first = next(iter(rows), None)
    print(first["x"])  # error: CFW403


async def c2(env):
    rows = (await env.DB.prepare("s").all()).results
    first = next((r for r in rows if r.x), None)
    print(first["x"])  # error: CFW403




async def f(env):
    rows = (await env.DB.prepare("s").all()).results
    print(sorted(rows, key=lambda r: r["x"]))  # error: CFW403
    for i, r in enumerate(rows):
        print(r["x"])  # error: CFW403
    for r, s in zip(rows, rows):
        print(s["x"])  # error: CFW403
    for r in reversed(list(rows)):
        print(r["x"])  # error: CFW403
    print(max(rows, key=lambda r: r["x"]))  # error: CFW403
    print([r for r in filter(lambda r: r["x"], rows)])  # error: CFW403
    print(list(map(lambda r: r["x"], rows)))  # error: CFW403


async def converted(env):
    rows = [row.to_py() for row in (await env.DB.prepare("s").all()).results]
    by_id = {row["id"]: row for row in rows}
    groups = defaultdict(list)
    for row in rows:
        groups[row["day"]].append(row)
        by_id.setdefault(row["id"], []).append(row)
    print(by_id.get(3)["x"], [row["x"] for day, some in groups.items() for row in some])
    print(next(iter(rows), None)["x"], groups["a"][0]["x"])
