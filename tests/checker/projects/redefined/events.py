from threading import Event, Lock


class Event:
    stopped = False


def Lock():
    return Held()


class Held:
    held = True
