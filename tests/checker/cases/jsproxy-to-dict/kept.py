# target: pyodide-0.28 bundled
"""Rows that objects of the project keep."""

from dataclasses import dataclass
from typing import Any

from workers import WorkerEntrypoint


@dataclass
class Principal:
    user_id: str
    record: Any

    @property
    def team(self):
        return self.record["team"]  # error: CFW403

    @property
    def name(self):
        return self.record.name


@dataclass
class Converted:
    record: Any

    def __post_init__(self):
        self.record = self.record.to_py()

    def team(self):
        return self.record["team"]


@dataclass
class Either:
    record: Any

    def team(self):
        return self.record["team"]


@dataclass
class Lazy:
    record: Any

    def team(self):
        self.record = self.record.to_py()
        return self.name()

    def name(self):
        return self.record["name"]


class Person:
    def __init__(self, record, source="db"):
        self.record = record
        self.source = source

    def as_dict(self):
        return dict(self.record)  # error: CFW403


class Plain:
    def __init__(self, record):
        self.record = record.to_py()

    def as_dict(self):
        return dict(self.record)


class ConvertedLater:
    def __init__(self, record):
        self.record = record
        if hasattr(record, "to_py"):
            self.record = record.to_py()

    def team(self):
        return self.record["team"]


class Mixed:
    def __init__(self, record):
        self.record = record

    def as_dict(self):
        return dict(self.record)


class Default(WorkerEntrypoint):
    async def load(self):
        row = await self.env.DB.prepare("SELECT * FROM users").first()
        principal = Principal(row.id, row)
        return [
            principal.team,
            principal.name,
            Converted(row).team(),
            Lazy(row).team(),
            Either(record=row).team(),
            Either({"team": "a"}).team(),
            Person(row).as_dict(),
            Person(record=row, source="cache").as_dict(),
            Plain(row).as_dict(),
            ConvertedLater(row).team(),
            Mixed(row).as_dict(),
            Mixed({"a": 1}).as_dict(),
        ]
