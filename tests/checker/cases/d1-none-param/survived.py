# target: pyodide-0.28 bundled
import json, re, uuid, hashlib, hmac
from datetime import datetime
from workers import WorkerEntrypoint, Response

def bad(msg, status=400):
    return Response(msg, status=status)

class Default(WorkerEntrypoint):
    async def b1(self, request):
        body = json.loads(await request.text())
        title = body.get("title")
        slug = title.lower().replace(" ", "-")
        await self.env.DB.prepare("x").bind(slug, title).run()

    async def b2(self, request):
        body = json.loads(await request.text())
        title = body.get("title")
        if len(title) > 200:
            return bad("x")
        await self.env.DB.prepare("x").bind(title).run()

    async def b3(self, request):
        body = json.loads(await request.text())
        for key, value in {"a": body.get("a"), "b": body.get("b")}.items():
            if not value:
                return bad(key)
        await self.env.DB.prepare("x").bind(body.get("a"), body.get("b")).run()

    async def b4(self, request):
        body = json.loads(await request.text())
        name, email = body.get("name"), body.get("email")
        missing = [k for k, v in {"name": name, "email": email}.items() if not v]
        if missing:
            return bad("x")
        await self.env.DB.prepare("x").bind(name, email).run()

    async def b5(self, request):
        body = json.loads(await request.text())
        name, email = body.get("name"), body.get("email")
        missing = [label for label, v in (("name", name), ("email", email)) if v is None]
        if missing:
            return bad("x")
        await self.env.DB.prepare("x").bind(name, email).run()

    async def b6(self, request):
        body = json.loads(await request.text())
        name, email = body.get("name"), body.get("email")
        if not (name and email):
            return bad("x")
        await self.env.DB.prepare("x").bind(name, email).run()

    async def b7(self, request):
        body = json.loads(await request.text())
        price = body.get("price")
        if not isinstance(price, (int, float)) or price < 0:
            return bad("x")
        await self.env.DB.prepare("x").bind(price).run()

    async def b8(self, request):
        body = json.loads(await request.text())
        kind = body.get("kind")
        if kind == "a":
            value = 1
        elif kind == "b":
            value = 2
        else:
            return bad("x")
        await self.env.DB.prepare("x").bind(kind, value).run()

    async def b9(self, request):
        auth = request.headers.get("Authorization")
        if not auth or not auth.startswith("Bearer "):
            return bad("x", 401)
        token = auth[7:]
        await self.env.DB.prepare("x").bind(token, auth).run()

    async def b10(self, request):
        body = json.loads(await request.text())
        when = body.get("when")
        try:
            parsed = datetime.fromisoformat(when)
        except (TypeError, ValueError):
            return bad("x")
        await self.env.DB.prepare("x").bind(when, parsed.isoformat()).run()

    async def b11(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        if re.fullmatch(r"\w+", name) is None:
            return bad("x")
        await self.env.DB.prepare("x").bind(name).run()

    async def b12(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        name = name if isinstance(name, str) else ""
        await self.env.DB.prepare("x").bind(name).run()

    async def b13(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        if name is not None and name.strip() == "":
            name = None
        await self.env.DB.prepare("x").bind(name or "").run()

    async def b14(self, request):
        body = json.loads(await request.text())
        match body.get("kind"):
            case "a" | "b" as kind:
                await self.env.DB.prepare("x").bind(kind).run()
            case _:
                return bad("x")

    async def b15(self, request):
        body = json.loads(await request.text())
        match body:
            case {"name": str(name), "email": str() as email}:
                await self.env.DB.prepare("x").bind(name, email).run()
            case _:
                return bad("x")

    async def b16(self, request):
        body = json.loads(await request.text())
        uid = body.get("id")
        if uid is None: uid = str(uuid.uuid4())
        await self.env.DB.prepare("x").bind(uid).run()

    async def b17(self, request):
        body = json.loads(await request.text())
        body.setdefault("id", "x")
        await self.env.DB.prepare("x").bind(body.get("id")).run()

    async def b18(self, request):
        body = {"id": "", **json.loads(await request.text())}
        await self.env.DB.prepare("x").bind(body["id"]).run()

    async def b19(self, request):
        cursor = None
        while True:
            if cursor:
                await self.env.DB.prepare("x").bind(cursor).run()
            page = await self.page(cursor)
            cursor = page
            if not cursor:
                break

    async def page(self, cursor):
        return None

    async def b20(self, request):
        body = json.loads(await request.text())
        ids = [i for i in body.get("ids", []) if i]
        for i in ids:
            await self.env.DB.prepare("x").bind(i).run()

    async def b21(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        b = body.get("b")
        problems = []
        for field, value in (("a", a), ("b", b)):
            if not value:
                problems.append(field)
        if problems:
            return bad(", ".join(problems))
        await self.env.DB.prepare("x").bind(a, b).run()

    async def b23(self, request):
        user = await self.user(request)
        if user is None:
            return bad("x", 401)
        await self.env.DB.prepare("x").bind(user["id"], user.get("name")).run()

    async def user(self, request):
        h = request.headers.get("x")
        if h is None:
            return None
        return {"id": h, "name": "y"}

    async def b24(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        valid = {"x": 1, "y": 2}
        if a not in valid:
            return bad("x")
        await self.env.DB.prepare("x").bind(a, valid[a], valid.get(a)).run()

    async def b25(self, request):
        body = json.loads(await request.text())
        limit = body.get("limit")
        limit = min(limit or 10, 100)
        a = body.get("x") if body.get("x") is not None else 0
        b = body["y"] if "y" in body else 0
        await self.env.DB.prepare("x").bind(limit, a, b).run()

    async def b26(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        if a is None or a == "":
            return bad("x")
        elif not str(a).isdigit():
            return bad("y")
        await self.env.DB.prepare("x").bind(a).run()

    async def b27(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        while a is None:
            a = await self.page(1) or "x"
        await self.env.DB.prepare("x").bind(a).run()

    async def b28(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        if not hmac.compare_digest(a, "x"):
            return bad("x")
        await self.env.DB.prepare("x").bind(a).run()
