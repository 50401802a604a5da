# target: pyodide-0.28 bundled
# What pop gives by default.
async def c(db, request):
    data = await request.json()
    phone = data.pop("phone", None)
    await db.prepare("s").bind(phone).run()  # error: CFW404


async def d(db, stack, d2: dict):
    last = stack.pop()
    await db.prepare("s").bind(last, stack.pop("k"), stack.pop(0), d2.pop("k", None)).run()  # error: CFW404


async def e(db, kw):
    await db.prepare("s").bind(kw.pop("x", 3)).run()
