import time
from datetime import datetime, timezone


def stamp():
    return datetime.now(timezone.utc).isoformat()


def seconds():
    return time.time()


class Clock:
    def monotonic(self):
        return 0.0


def another_clock(clock: Clock):
    return clock.monotonic()


def in_a_text():
    return "time.monotonic()"


try:
    import js
except ImportError:
    host_start = time.monotonic()
