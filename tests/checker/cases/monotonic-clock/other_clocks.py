import datetime
import time
from time import sleep, time as now

try:
    from js import Date

    def clock():
        return Date.now()
except ImportError:
    clock = time.monotonic


class Timer:
    def perf_counter(self):
        return 1

    def elapsed(self):
        return self.perf_counter()


def stamp():
    return datetime.datetime.now(datetime.UTC).isoformat(), now(), time.time_ns()


def monotonic():
    return 1


def own():
    return monotonic()


def parsed(text):
    return time.strptime(text, "%H:%M")


def measured_on_a_host():
    if __name__ == "__main__":
        return time.monotonic()
    return None


TEXT = f"{'time.monotonic()'}"
