# target: pyodide-0.28 bundled
"""Values that were tested while a list of problems was made; after the list is found empty they are there."""

import json

from workers import Response, WorkerEntrypoint

REQUIRED = ("name", "email")


class Default(WorkerEntrypoint):
    async def appended(self, body: dict):
        errors = []
        name = body.get("name")
        email = body.get("email")
        phone = body.get("phone")
        if not name:
            errors.append("name")
        if not email or len(email) > 100:
            errors.append("email")
        if errors:
            return Response("no", status=400)
        await self.env.DB.prepare("…").bind(name, email).run()
        await self.env.DB.prepare("…").bind(name, phone).run()  # error: CFW404

    async def read_again(self, body: dict):
        errors = {}
        if not body.get("name"):
            errors["name"] = "missing"
        if "email" not in body:
            errors["email"] = "missing"
        if len(errors) > 0:
            raise ValueError(errors)
        await self.env.DB.prepare("…").bind(body.get("name"), body.get("email")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def a_flag(self, body: dict):
        valid = True
        name = body.get("name")
        phone = body.get("phone")
        if name is None:
            valid = False
        if valid:
            await self.env.DB.prepare("…").bind(name).run()
            await self.env.DB.prepare("…").bind(phone).run()  # error: CFW404

    async def a_message(self, body: dict):
        error = None
        name = body.get("name")
        if not name:
            error = "name is missing"
        elif len(name) > 20:
            error = "name is too long"
        if error:
            return Response(error, status=400)
        await self.env.DB.prepare("…").bind(name).run()

    async def an_empty_message(self, body: dict):
        error = ""
        name = body.get("name")
        if not name:
            error = "name is missing"
        if error:
            return Response(error, status=400)
        await self.env.DB.prepare("…").bind(name).run()

    async def set_afterwards(self, body: dict):
        errors = []
        name = body.get("name")
        if not name:
            errors.append("name")
        name = body.get("nick")
        if errors:
            return None
        await self.env.DB.prepare("…").bind(name).run()  # error: CFW404

    async def emptied(self, body: dict):
        errors = []
        name = body.get("name")
        if not name:
            errors.append("name")
        errors = []
        if errors:
            return None
        await self.env.DB.prepare("…").bind(name).run()  # error: CFW404

    async def other_problems(self, body: dict):
        errors = []
        name = body.get("name")
        if not name:
            errors.append("name")
        errors.extend(json.loads("[]"))
        errors += ["a"] if body.get("a") else []
        if errors:
            return None
        await self.env.DB.prepare("…").bind(name).run()

    async def filtered(self, body: dict):
        missing = [key for key in REQUIRED if key not in body]
        if missing:
            return None
        await self.env.DB.prepare("…").bind(body.get("name"), body.get("email")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def filtered_by_value(self, body: dict):
        if [key for key in ("name", "email") if not body.get(key)]:
            return None
        await self.env.DB.prepare("…").bind(body.get("name"), body.get("phone")).run()  # error: CFW404

    async def any_missing(self, body: dict):
        if any(key not in body for key in REQUIRED):
            return None
        await self.env.DB.prepare("…").bind(body.get("name")).run()

    async def all_there(self, body: dict):
        if not all(body.get(key) for key in REQUIRED):
            return None
        await self.env.DB.prepare("…").bind(body.get("name")).run()

    async def each_in_turn(self, body: dict):
        for key in ("name", "email"):
            if key not in body:
                return None
        await self.env.DB.prepare("…").bind(body.get("name"), body.get("email")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def collected_in_turn(self, body: dict):
        errors = []
        for key in REQUIRED:
            if not body.get(key):
                errors.append(key)
        if errors:
            return None
        await self.env.DB.prepare("…").bind(body.get("name"), body.get("email")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def by_helper(self, body: dict):
        errors = validate(body)
        if errors:
            return None
        await self.env.DB.prepare("…").bind(body.get("name"), body.get("email")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def by_pair(self, body: dict):
        valid, error = checked(body)
        if not valid:
            return error
        await self.env.DB.prepare("…").bind(body.get("name")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def by_raising(self, body: dict):
        demand(body)
        await self.env.DB.prepare("…").bind(body.get("name")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def keys_given(self, body: dict):
        if missing_in(body, ["name", "email"]):
            return None
        await self.env.DB.prepare("…").bind(body.get("name")).run()
        await self.env.DB.prepare("…").bind(body.get("phone")).run()  # error: CFW404

    async def not_tested(self, body: dict):
        errors = validate(body)
        await self.env.DB.prepare("…").bind(body.get("name")).run()  # error: CFW404
        return errors


def validate(body):
    errors = []
    if not body.get("name"):
        errors.append("name")
    if len(body.get("email", "")) < 3:
        errors.append("email")
    return errors


def checked(body):
    if not body.get("name"):
        return False, "no name"
    return True, None


def demand(body):
    for key in REQUIRED:
        if not body.get(key):
            raise ValueError(key)


def missing_in(body, keys):
    return [key for key in keys if not body.get(key)]


async def a_state(db, body: dict):
    state = None
    name = body.get("name")
    kind = body.get("kind")
    if name:
        state = "named"
    if state == "named":
        await db.prepare("…").bind(name).run()
    if kind == "a":
        await db.prepare("…").bind(kind).run()
    if kind != "a":
        await db.prepare("…").bind(kind).run()  # error: CFW404
