from events import Event, Lock


class Booted(Event):
    pass


lock = Lock()


async def on_fetch(request, env):
    return str(Booted().stopped) + str(lock.held)
