try:
    import js
    from pyodide.ffi import jsnull, to_js
except ImportError:
    js = jsnull = to_js = None


def row(value):
    if value is None:
        return None
    return value.to_py()


def null(value):
    return jsnull if value is None else value


def as_object(value):
    return to_js(value, dict_converter=js.Object.fromEntries)


async def fetch(url, options):
    return await js.fetch(url, as_object(options))
