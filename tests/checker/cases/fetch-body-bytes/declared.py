# target: pyodide-0.28 bundled
"""Bytes that methods of types make, and that annotations say are in a container."""
from js import Response


def from_hex(text: str):
    return Response.new(bytes.fromhex(text)), Response.new(bytearray.fromhex("00"))  # error: CFW101


def of_a_number(size: int):
    return Response.new(size.to_bytes(2, "big"))  # error: CFW101


def of_a_literal():
    return Response.new((5).to_bytes(2, "big"))  # error: CFW101


def of_int():
    return Response.new(int.to_bytes(5, 2, "big"))  # error: CFW101


def of_a_list(parts: list[bytes]):
    first = parts[0]
    for part in parts:
        Response.new(part)  # error: CFW101
    return Response.new(first)  # error: CFW101


def of_a_pair(pair: tuple[bytes, str]):
    body, name = pair
    Response.new(name)
    Response.new(pair[1])
    return Response.new(body)  # error: CFW101


def of_many(parts: tuple[bytes, ...]):
    return Response.new(parts[1])  # error: CFW101


def of_texts(parts: list[str], pair: tuple[str, bytes], other: list):
    Response.new(parts[0])
    Response.new(pair[0])
    Response.new(other[0])
    return Response.new("".join(parts)), Response.new(pair[1].decode())


def joined(parts: list[bytes]):
    Response.new(b"".join(parts).decode())
    return Response.new(b"".join(parts))  # error: CFW101


def decoded(parts: list[bytes]):
    return [Response.new(part.decode()) for part in parts]
