# target: pyodide-0.28 bundled
"""Values of dicts that helpers bind."""


async def insert(db, table, values):
    marks = ", ".join("?" for _ in values)
    await db.prepare(f"INSERT INTO {table} VALUES ({marks})").bind(*values.values()).run()


async def insert_keys(db, table, values):
    await db.prepare(f"INSERT INTO {table} VALUES (?)").bind(*values.keys()).run()


async def insert_cleaned(db, table, values):
    await db.prepare(f"INSERT INTO {table} VALUES (?)").bind(*[one or "" for one in values.values()]).run()


async def save(db, name):
    await insert(
        db,
        "people",
        {
            "name": name,
            "phone": None,  # error: CFW404
        },
    )
    await insert(db, "people", {"name": name, "phone": "1"})
    await insert_keys(db, "people", {"name": name, "phone": None})
    await insert_cleaned(db, "people", {"name": name, "phone": None})
