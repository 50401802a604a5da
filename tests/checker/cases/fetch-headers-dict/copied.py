# target: pyodide-0.28 bundled
"""Options that are copied item by item into an object of JavaScript, or set as its attributes."""
from js import Headers, Object, fetch
from pyodide.ffi import to_js


async def listed(url, token):
    opts = {"method": "GET", "headers": {"Authorization": token}}
    return await fetch(url, Object.fromEntries(list(opts.items())))  # error: CFW102


async def by_key(url, token):
    opts = {"method": "GET", "headers": {"Authorization": token}}
    return await fetch(url, Object.fromEntries([(k, opts[k]) for k in opts]))  # error: CFW102


async def by_key_converted(url, token):
    opts = {"method": "GET", "headers": to_js({"Authorization": token}, dict_converter=Object.fromEntries)}
    return await fetch(url, Object.fromEntries([(k, opts[k]) for k in opts]))


async def each_converted(url, token):
    opts = {"method": "GET", "headers": {"Authorization": token}}
    pairs = [(k, to_js(opts[k], dict_converter=Object.fromEntries)) for k in opts]
    return await fetch(url, Object.fromEntries(pairs))


async def without_headers(url, token):
    opts = {"method": "GET", "headers": {"Authorization": token}}
    plain = Object.fromEntries([(k, v) for k, v in opts.items() if k != "headers"])
    plain.headers = Headers.new(opts["headers"].items())
    few = Object.fromEntries([[k, opts[k]] for k in opts if k in ("method", "body")])
    return await fetch(url, plain), await fetch(url, few)


def js_obj(d):
    return Object.fromEntries([[k, v] for k, v in d.items()])


async def through_a_helper(url, token):
    return await fetch(url, js_obj({"method": "GET", "headers": {"Authorization": token}}))  # error: CFW102


async def through_a_helper_flat(url, token):
    headers = js_obj({"Authorization": token})
    return await fetch(url, js_obj({"method": "GET", "headers": headers}))


def js_deep(d):
    return Object.fromEntries([[k, js_deep(v) if isinstance(v, dict) else v] for k, v in d.items()])


def js_two(d):
    pairs = [[k, to_js(v, dict_converter=Object.fromEntries) if isinstance(v, dict) else v] for k, v in d.items()]
    return Object.fromEntries(pairs)


async def through_converting_helpers(url, token):
    await fetch(url, js_deep({"method": "GET", "headers": {"Authorization": token}}))
    return await fetch(url, js_two({"method": "GET", "headers": {"Authorization": token}}))


async def attributes(url, token):
    opts = Object.new()
    opts.method = "POST"
    opts.headers = {"Authorization": token}
    opts.body = b"x"  # error: CFW101
    return await fetch(url, opts)  # error: CFW102


async def attributes_converted(url, token):
    opts = Object.new()
    opts.method = "POST"
    opts.headers = {"Authorization": token}
    opts.headers = to_js(opts.headers, dict_converter=Object.fromEntries)
    opts.body = "x"
    return await fetch(url, opts)


async def attributes_in_a_branch(url, token):
    opts = Object.new()
    opts.method = "POST"
    if token:
        opts.headers = {"Authorization": token}
    return await fetch(url, opts)  # error: CFW102


async def another_object(url, token):
    opts = Object.new()
    other = Object.new()
    other.headers = {"Authorization": token}
    return await fetch(url, opts), other.headers["Authorization"]


async def copied_and_converted(url, token):
    opts = {"method": "GET", "headers": {"Authorization": token}}
    copy = {k: opts[k] for k in opts}
    copy["headers"] = to_js(copy["headers"], dict_converter=Object.fromEntries)
    return await fetch(url, Object.fromEntries([[k, copy[k]] for k in copy]))


async def converted_in_place(url, token):
    opts = {"method": "GET", "headers": {"Authorization": token}}
    for k in list(opts):
        opts[k] = to_js(opts[k], dict_converter=Object.fromEntries)
    return await fetch(url, Object.fromEntries(list(opts.items())))


async def set_one_by_one(url, token):
    opts = Object.new()
    for k, v in {"method": "POST", "headers": {"Authorization": token}}.items():
        setattr(opts, k, v)
    return await fetch(url, opts)


async def of_headers(url, extra):
    headers = Object.new()
    headers.accept = "text/plain"
    headers.headers = Object.fromEntries([[k, v] for k, v in extra.items()])
    return await fetch(url, headers=headers)
