import time


def by_noqa():
    time.monotonic()  # noqa
    time.monotonic()  # NOQA: CFW601
    time.monotonic()  # noqa: E501, CFW601
    time.monotonic()  # noqa: CFW403 # error: CFW601 CFW000
    time.monotonic()  # noqa: E501 # error: CFW601


def by_name():
    time.monotonic()  # gotchas: ignore[monotonic-clock]
    time.monotonic()  # gotchas: ignore[CFW601]
    time.monotonic()  # gotchas: ignore
    time.monotonic()  # gotchas: ignore[asyncio-lock] # error: CFW601 CFW000
    # gotchas: ignore[monotonic-clock]
    print(
        "elapsed",
        time.monotonic(),
    )
    time.monotonic()  # error: CFW601
