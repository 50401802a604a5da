# target: pyodide-0.28 bundled
"""All fields of an object at once."""

import dataclasses
from dataclasses import asdict, astuple, dataclass
from typing import ClassVar

from pydantic import BaseModel, Field, field_validator


@dataclass
class Reading:
    meter: str
    tariff: str | None = None

    def params(self):
        return astuple(self)

    @classmethod
    def parse(cls, raw):
        return cls(raw["meter"], raw.get("tariff"))


@dataclass
class Full:
    meter: str
    tariff: str = "day"


@dataclass
class Mended:
    meter: str
    tariff: str | None = None

    def __post_init__(self):
        self.tariff = self.tariff or "day"


@dataclass
class Shared:
    cache: ClassVar[dict | None] = None
    meter: str = ""


class Note(BaseModel):
    title: str
    text: str | None = None


class Checked(BaseModel):
    title: str
    text: str | None = None

    @field_validator("text", mode="after")
    @classmethod
    def filled(cls, value):
        return value or ""


class Hidden(BaseModel):
    title: str
    text: str | None = Field(None, exclude=True)


async def spread(db, reading: Reading, note: Note):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*astuple(reading)).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*asdict(reading).values()).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*dataclasses.astuple(reading)).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*note.model_dump().values()).run()  # error: CFW404
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*list(note.model_dump().values())).run()  # error: CFW404


async def by_a_method(db, raw):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*Reading.parse(raw).params()).run()  # error: CFW404


async def by_a_method_of_what_is_passed(db, reading: Reading):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*reading.params()).run()  # error: CFW404


async def nothing_missing(db, full: Full, shared: Shared):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*astuple(full)).run()
    await db.prepare("INSERT INTO t VALUES (?)").bind(*astuple(shared)).run()


async def mended(db, one: Mended, two: Checked, hidden: Hidden):
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*astuple(one)).run()
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*two.model_dump().values()).run()
    await db.prepare("INSERT INTO t VALUES (?)").bind(*hidden.model_dump().values()).run()


async def left_out(db, note: Note):
    await db.prepare("INSERT INTO t VALUES (?)").bind(*note.model_dump(exclude_none=True).values()).run()
    await db.prepare("INSERT INTO t VALUES (?)").bind(*note.model_dump(exclude={"text"}).values()).run()


async def replaced(db, reading: Reading, note: Note):
    values = ["" if value is None else value for value in astuple(reading)]
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*values).run()
    given = [value for value in note.model_dump().values() if value is not None]
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*given).run()
    meter, tariff = astuple(reading)
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(meter, tariff or "day").run()


async def set_before(db, reading: Reading, note: Note):
    if reading.tariff is None:
        reading.tariff = "day"
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*astuple(reading)).run()
    if not note.text:
        return
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*note.model_dump().values()).run()


async def looked_at_before(db, note: Note):
    values = note.model_dump()
    if values["text"] is not None:
        await db.prepare("INSERT INTO t VALUES (?)").bind(values["text"]).run()
    values["text"] = values["text"] or ""
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*values.values()).run()


async def made_here(db):
    reading = Reading("m", "day")
    await db.prepare("INSERT INTO t VALUES (?, ?)").bind(*astuple(reading)).run()
