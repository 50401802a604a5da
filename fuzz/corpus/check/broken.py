from js import fetch
async def f(:
    await fetch("u", {"a": (1,
