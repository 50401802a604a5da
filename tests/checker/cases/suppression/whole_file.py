# gotchas: file-ignore[monotonic-clock]
import asyncio
import time

started = time.monotonic()
lock = asyncio.Lock()  # error: CFW202
