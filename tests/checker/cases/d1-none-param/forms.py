# target: pyodide-0.28 bundled
"""What JavaScript gives for a name that is not there is `jsnull`, which D1 takes; a dict gives None."""

import js
from js import URL, FormData, URLSearchParams
from workers import Request


async def of_a_raw_request(request, env):
    form = await request.formData()
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(form.get("a")).run()


async def of_a_request(request, env):
    form = await request.form_data()
    name = form.get("a")
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(name).run()


async def of_a_typed_request(request: Request, env):
    form = await request.form_data()
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(form.get("a")).run()


async def of_a_query(request, env):
    url = URL.new(request.url)
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(url.searchParams.get("a")).run()
    query = js.URL.new(request.url).searchParams
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(query.get("a")).run()


async def of_new_ones(env):
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(URLSearchParams.new("b=1").get("a")).run()
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(FormData.new().get("a")).run()


async def of_json(request, env):
    data = await request.json()
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(data.get("a")).run()  # error: CFW404


async def of_starlette(request, env):
    form = await request.form()
    await env.DB.prepare("INSERT INTO t VALUES (?)").bind(form.get("a")).run()  # error: CFW404
