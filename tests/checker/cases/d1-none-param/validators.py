# target: pyodide-0.28 bundled
# Fields that a class puts right itself.
from dataclasses import dataclass

from pydantic import BaseModel, field_validator, model_validator
from workers import Response, WorkerEntrypoint


@dataclass
class Item:
    name: str
    note: str | None = None
    other: str | None = None

    def __post_init__(self):
        self.note = self.note or ""


class Model(BaseModel):
    a: str | None = None
    b: str | None = None
    c: str | None = None

    @field_validator("a", mode="after")
    @classmethod
    def fill(cls, value):
        return value or ""

    @model_validator(mode="after")
    def check(self):
        if self.b is None:
            raise ValueError("b")
        return self


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        item = Item("a")
        await self.env.DB.prepare("x").bind(item.note).run()
        await self.env.DB.prepare("x").bind(item.other).run()  # error: CFW404
        model = Model.model_validate_json(await request.text())
        await self.env.DB.prepare("x").bind(model.a, model.b).run()
        return Response("")


async def save(env, model: Model):
    await env.DB.prepare("x").bind(model.a, model.b).run()
    await env.DB.prepare("x").bind(model.c).run()  # error: CFW404
