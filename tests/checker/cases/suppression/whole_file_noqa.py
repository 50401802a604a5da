# gotchas: noqa: CFW601
import time

started = time.monotonic()
