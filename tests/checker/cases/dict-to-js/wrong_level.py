# target: pyodide-0.28 bundled
# severity: warning
import js
from js import Request, Response


def header_fields(text):
    return Response.new(text, {"content-type": "text/plain"})  # error: CFW001


def collected(text, language):
    fields = {"content-type": "text/plain"}
    fields["content-language"] = language
    return js.Response.new(text, fields)  # error: CFW001


def answer(text, init):
    return Response.new(text, init)


def passed_on(text):
    return answer(text, {"x-served-by": "worker"})  # error: CFW001


def some_of_the_options(text, more):
    Response.new(text, {"status": 201, "content-type": "text/plain"})
    Response.new(text, {})
    Response.new(text, {"content-type": "text/plain", **more})
    Response.new(text, {more: "text/plain"})
    Request.new(text, {"duplex": "half"})


def on_one_path(text, error):
    init = {}
    if error:
        init["status"] = 500
    init["x-served-by"] = "worker"
    return Response.new(text, init)
