# target: pyodide-0.28 bundled
"""Options that a helper converts on one of the ways through it."""
from js import Object, fetch
from pyodide.ffi import to_js


def js_or_python(value):
    try:
        return to_js(value, dict_converter=Object.fromEntries)
    except Exception:
        return value


async def tried(url, token):
    options = js_or_python({"method": "POST", "headers": {"Authorization": token}})
    return await fetch(url, options)


def untried(value):
    try:
        return value
    except Exception:
        return None


async def not_converted(url, token):
    options = untried({"method": "POST", "headers": {"Authorization": token}})
    return await fetch(url, options)  # error: CFW001


def options(headers, as_js=False):
    made = {"method": "POST", "headers": headers}
    if as_js:
        return to_js(made, dict_converter=Object.fromEntries)
    return made


async def by_flag(url, token):
    return await fetch(url, options({"Authorization": token}, as_js=True))


async def by_position(url, token):
    return await fetch(url, options({"Authorization": token}, True))


async def by_default(url, token):
    return await fetch(url, options({"Authorization": token}))  # error: CFW001


async def against_it(url, token):
    return await fetch(url, options({"Authorization": token}, as_js=False))  # error: CFW001


def plain_unless(headers, plain: bool):
    made = {"method": "POST", "headers": headers}
    if not plain:
        made = to_js(made, dict_converter=Object.fromEntries)
        return made
    return made


async def annotated(url, token):
    await fetch(url, plain_unless({"Authorization": token}, True))  # error: CFW001
    return await fetch(url, plain_unless({"Authorization": token}, False))


class Client:
    def __init__(self, token):
        self.token = token

    def options(self, raw=False):
        made = {"method": "POST", "headers": {"Authorization": self.token}}
        if raw:
            return made
        return to_js(made, dict_converter=Object.fromEntries)

    async def send(self, url):
        return await fetch(url, self.options())

    async def send_raw(self, url):
        return await fetch(url, self.options(raw=True))  # error: CFW001


def by_choice(d, convert=True):
    return to_js(d, dict_converter=Object.fromEntries) if convert else d


async def chosen(url):
    await fetch(url, by_choice({"headers": {"a": "b"}}))
    return await fetch(url, by_choice({"headers": {"a": "b"}}, convert=False))  # error: CFW001


def under_the_same_name(d, convert):
    if convert:
        d = to_js(d, dict_converter=Object.fromEntries)
    return d


async def renamed(url, convert):
    await fetch(url, under_the_same_name({"headers": {"a": "b"}}, True))
    return await fetch(url, under_the_same_name({"headers": {"a": "b"}}, False))  # error: CFW001


def unless_nothing(d, converter=None):
    if not converter:
        return d
    return to_js(d, dict_converter=converter)


async def with_a_converter(url):
    await fetch(url, unless_nothing({"headers": {"a": "b"}}, Object.fromEntries))
    return await fetch(url, unless_nothing({"headers": {"a": "b"}}))  # error: CFW001


def in_a_try(d, as_js=False):
    made = {"headers": d}
    try:
        if as_js:
            return to_js(made, dict_converter=Object.fromEntries)
        return made
    finally:
        print("made")


async def cleaned_up(url):
    return await fetch(url, in_a_try({"a": "b"}, as_js=True))


async def spread(url, **kwargs):
    # What `kwargs` holds cannot be told.
    return await fetch(url, options({"a": "b"}, **kwargs))  # error: CFW001


def swapped(d, one=False, other=False):
    one = other
    if one:
        return to_js(d, dict_converter=Object.fromEntries)
    return d


async def by_the_other(url):
    await fetch(url, swapped({"headers": {"a": "b"}}, one=True))  # error: CFW001
    return await fetch(url, swapped({"headers": {"a": "b"}}, other=True))


def unless_left_out(headers, as_js=None):
    made = {"method": "POST", "headers": headers}
    if as_js is not None:
        return to_js(made, dict_converter=Object.fromEntries)
    return made


async def left_out(url):
    await fetch(url, unless_left_out({"a": "b"}, as_js=False))
    return await fetch(url, unless_left_out({"a": "b"}))  # error: CFW001
