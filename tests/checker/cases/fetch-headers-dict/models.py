# target: pyodide-0.28 bundled
"""Headers that objects with declared fields are dumped into."""

from dataclasses import asdict, dataclass

from js import Headers, Object, fetch
from pydantic import BaseModel


class Sent(BaseModel):
    accept: str = "application/json"


@dataclass
class Kept:
    accept: str = "application/json"


async def dumped(url, sent: Sent, kept: Kept):
    await fetch(url, headers=sent.model_dump())  # error: CFW102
    await fetch(url, headers=asdict(kept))  # error: CFW102
    return Headers.new(sent.model_dump(by_alias=True))  # error: CFW102


async def converted(url, sent: Sent, kept: Kept):
    await fetch(url, headers=Object.fromEntries(sent.model_dump().items()))
    await fetch(url, headers=Headers.new(asdict(kept).items()))
    return await fetch(url, headers=Headers.new(sent.model_dump().items()))
