# target: pyodide-0.26 1.9.5
async def literal(db):
    await db.prepare("INSERT INTO t VALUES (?)").bind(None).run()  # error: CFW404
