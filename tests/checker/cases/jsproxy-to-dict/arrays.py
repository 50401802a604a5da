# target: pyodide-0.28 bundled
import json


async def arrays(db):
    rows = await db.prepare("SELECT id, name FROM users").raw()
    first = rows[0]
    names = [row[1] for row in rows]
    return first[0], rows[0][1], list(rows[0]), names, first["id"]  # error: CFW403


async def text(db):
    rows = await db.prepare("SELECT id FROM users").raw()
    return json.dumps(rows)  # error: CFW403


async def either(db):
    try:
        row = await db.prepare("SELECT name FROM users").first()
        return row["name"]  # error: CFW403
    except Exception:
        row = await db.prepare("SELECT name FROM old").first()
        return row["name"]  # error: CFW403
