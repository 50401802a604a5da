"""What follows tests of containers that were filled in some cases only."""

from js import Headers, Response

REQUIRED = ("name", "email")
NAMES = ["a"]


def appended(request):
    errors = []
    if request.method == "PUT":
        errors.append("method")
    if errors:
        return Response.new("no")
    return Headers.new({"a": "b"})  # error: CFW102


def appended_in_loop(body):
    errors = []
    for name in REQUIRED:
        if name not in body:
            errors.append(name)
    if errors:
        raise ValueError(errors)
    return Headers.new({"a": "b"})  # error: CFW102


def filtered(body):
    missing = [name for name in REQUIRED if name not in body]
    if missing:
        return None
    return Headers.new({"a": "b"})  # error: CFW102


def by_key(body):
    errors = {}
    if not body:
        errors["body"] = "missing"
    if not errors:
        return Headers.new({"a": "b"})  # error: CFW102
    return None


def either_way(body):
    errors = {}
    if body:
        errors["body"] = "wrong"
    else:
        errors["none"] = "missing"
    return Headers.new({"a": "b"}) if not errors else None  # error: CFW102


def validate(body):
    errors = []
    if "name" not in body:
        errors.append("name")
    return errors


def by_helper(body):
    if validate(body):
        return None
    return Headers.new({"a": "b"})  # error: CFW102


def by_bound_result(body):
    problems = validate(body)
    if problems:
        return None
    return Headers.new({"a": "b"})  # error: CFW102


def emptied(start):
    queue = [start]
    while queue:
        queue.pop()
    return Headers.new({"a": "b"})  # error: CFW102


def cleared():
    names = ["a"]
    names.clear()
    if names:
        return None
    return Headers.new({"a": "b"})  # error: CFW102


def deleted():
    names = {"a": 1}
    del names["a"]
    if names:
        return None
    return Headers.new({"a": "b"})  # error: CFW102


def emptied_elsewhere():
    if NAMES:
        return None
    return Headers.new({"a": "b"})  # error: CFW102


def always_filled():
    names = ["a"]
    names.append("b")
    if not names:
        return Headers.new({"a": "b"})
    return None


def filled_both_ways(body):
    names = ["a"]
    if body:
        names.append("b")
    if names:
        return None
    return Headers.new({"a": "b"})


def spread(body):
    more = {}
    if body:
        more["a"] = 1
    if {**more, "b": 1}:
        return None
    if not {**more}:
        return Headers.new({"a": "b"})  # error: CFW102
    return None
