# target: pyodide-0.28 bundled
"""Names that stand for a test, and bodies that are converted where it was true."""
from js import Response


def decoded(content: str | bytes):
    is_bytes = isinstance(content, bytes)
    if is_bytes:
        content = content.decode()
    return Response.new(content)


def not_decoded(content: str | bytes):
    is_bytes = isinstance(content, bytes)
    if is_bytes:
        content = content.strip()
    return Response.new(content)  # error: CFW101


def decoded_at_once(content: str | bytes):
    if isinstance(content, bytes):
        content = content.decode()
    return Response.new(content)


def wrong_way_round(content: str | bytes):
    is_text = isinstance(content, str)
    if is_text:
        content = content.encode()
    return Response.new(content)  # error: CFW101
