# target: pyodide-0.28 bundled
from dataclasses import dataclass
from workers import WorkerEntrypoint, Response
import re, json

REQUIRED = ("name", "email")

class BadRequest(Exception): ...

def bad(msg, status=400):
    return Response(msg, status=status)

@dataclass
class Item:
    name: str
    note: str | None = None

class Default(WorkerEntrypoint):
    async def save(self, *values):
        await self.env.DB.prepare("INSERT INTO t VALUES (?)").bind(*values).run()

    async def a1(self, request):
        body = await request.json()
        name, email = body.get("name"), body.get("email")
        for v in (name, email):
            if v is None:
                raise BadRequest("x")
        await self.env.DB.prepare("x").bind(name, email).run()

    async def a2(self, request):
        body = await request.json()
        name = body.get("name")
        match name:
            case None:
                return bad("no")
            case _:
                await self.env.DB.prepare("x").bind(name).run()

    async def a3(self, request):
        body = json.loads(await request.text())
        for field in REQUIRED:
            if field not in body or body[field] is None:
                return bad(field)
        await self.env.DB.prepare("x").bind(body.get("name"), body.get("email")).run()

    async def a4(self, request):
        body = json.loads(await request.text())
        missing = [f for f in REQUIRED if not body.get(f)]
        if missing:
            return bad("missing")
        name = body.get("name")
        email = body.get("email")
        await self.env.DB.prepare("x").bind(name, email).run()

    async def a5(self, request):
        body = json.loads(await request.text())
        if any(body.get(k) is None for k in ("name", "email")):
            return bad("missing")
        await self.env.DB.prepare("x").bind(body.get("name"), body.get("email")).run()

    async def a6(self, request):
        body = json.loads(await request.text())
        if not all(k in body for k in ("name", "email")):
            return bad("missing")
        await self.env.DB.prepare("x").bind(body["name"], body["email"]).run()

    async def a7(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        valid = isinstance(name, str) and len(name) > 2
        if not valid:
            return bad("missing")
        await self.env.DB.prepare("x").bind(name).run()

    async def a8(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        errors = {}
        if not name:
            errors["name"] = "required"
        email = body.get("email")
        if not email or "@" not in email:
            errors["email"] = "bad"
        if errors:
            return bad(json.dumps(errors))
        await self.env.DB.prepare("x").bind(name, email).run()

    async def a9(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        if name is None and body.get("title") is None:
            return bad("x")
        title = name if name is not None else body.get("title")
        await self.env.DB.prepare("x").bind(title).run()

    async def a10(self, request):
        m = re.match(r"/(\w+)", request.url)
        if m is None:
            return bad("x")
        await self.env.DB.prepare("x").bind(m.group(1)).run()

    async def a11(self, request):
        row = await self.env.DB.prepare("x").first()
        user = row.id if row else None
        if user is None:
            user = await self.create()
        await self.env.DB.prepare("x").bind(user).run()

    async def create(self):
        return "u1"

    async def a12(self, request):
        token = None
        for part in request.headers.get("cookie", "").split(";"):
            k, _, v = part.partition("=")
            if k == "token":
                token = v
                break
        else:
            return bad("no")
        await self.env.DB.prepare("x").bind(token).run()

    async def a14(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        try:
            name = name.strip()
        except AttributeError:
            return bad("x")
        await self.env.DB.prepare("x").bind(name).run()

    async def a15(self, request):
        body = json.loads(await request.text())
        age = body.get("age")
        try:
            age = int(age)
        except (TypeError, ValueError):
            return bad("x")
        await self.env.DB.prepare("x").bind(age).run()

    async def a16(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        assert name is not None
        await self.env.DB.prepare("x").bind(name).run()

    async def a17(self, request):
        body = json.loads(await request.text())
        fields = {k: body.get(k) for k in ("a", "b") if body.get(k) is not None}
        for k, v in fields.items():
            await self.env.DB.prepare("x").bind(v).run()

    async def a18(self, request):
        body = json.loads(await request.text())
        sets, params = [], []
        for key in ("a", "b"):
            if key in body:
                sets.append(f"{key} = ?")
                params.append(body[key])
        await self.env.DB.prepare("x").bind(*params).run()

    async def a19(self, request):
        body = json.loads(await request.text())
        sets, params = [], []
        if body.get("a") is not None:
            params.append(body.get("a"))
        if (b := body.get("b")) is not None:
            params.append(b)
        await self.env.DB.prepare("x").bind(*params).run()

    async def a20(self, request):
        body = json.loads(await request.text())
        item = Item(name=body["name"], note=body.get("note"))
        note = item.note or ""
        await self.env.DB.prepare("x").bind(item.name, note).run()

    async def a21(self, request):
        body = json.loads(await request.text())
        params = [body.get("a"), body.get("b")]
        params = [p if p is not None else "" for p in params]
        await self.env.DB.prepare("x").bind(*params).run()

    async def a22(self, request):
        body = json.loads(await request.text())
        params = [body.get("a"), body.get("b")]
        if None in params:
            return bad("x")
        await self.env.DB.prepare("x").bind(*params).run()

    async def a23(self, request):
        body = json.loads(await request.text())
        name = body.get("name")
        if name in (None, ""):
            return bad("x")
        await self.env.DB.prepare("x").bind(name).run()

    async def a24(self, request):
        body = json.loads(await request.text())
        name = str(body.get("name") or "").strip()[:20]
        await self.env.DB.prepare("x").bind(name).run()

    async def a25(self, request):
        body = json.loads(await request.text())
        kind = body.get("kind")
        if kind not in {"a", "b"}:
            return bad("x")
        await self.env.DB.prepare("x").bind(kind).run()

    async def a26(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        b = body.get("b")
        if None in (a, b):
            return bad("x")
        await self.env.DB.prepare("x").bind(a, b).run()

    async def a27(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        if type(a) is not str:
            return bad("x")
        await self.env.DB.prepare("x").bind(a).run()

    async def a28(self, request):
        body = json.loads(await request.text())
        a = body.get("a")
        ok = a is not None
        if ok:
            await self.env.DB.prepare("x").bind(a).run()

    async def a29(self, request):
        body = json.loads(await request.text())
        if not {"name", "email"} <= body.keys():
            return bad("x")
        await self.env.DB.prepare("x").bind(body.get("name"), body.get("email")).run()

    async def a30(self, request):
        body = json.loads(await request.text())
        missing = set(REQUIRED) - set(body)
        if missing:
            return bad("x")
        await self.env.DB.prepare("x").bind(body.get("name"), body.get("email")).run()
