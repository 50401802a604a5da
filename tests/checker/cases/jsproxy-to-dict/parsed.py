# target: pyodide-314 1.9.5
"""What JavaScript parsed as JSON is an object of JavaScript, whatever the SDK does to bindings."""

import json

import js
from js import JSON, fetch
from js import Response as JsResponse
from pyodide.http import pyfetch
from workers import fetch as fetch_for_python


async def load(url):
    data = await (await fetch(url)).json()
    print(data["name"])  # error: CFW403
    print(data.get("name"))  # error: CFW403
    print({**data})  # error: CFW403
    print(dict(data))  # error: CFW403
    for key, value in data.items():  # error: CFW403
        print(key, value)
    for row in data:
        print(row["id"], row.id)  # error: CFW403
    return json.dumps(data)  # error: CFW403


async def wrapped(url):
    response = await js.fetch(url, method="POST")
    if not response.ok:
        return None
    data = await response.json()
    return json.dumps({"data": data})  # error: CFW403


async def passed(url):
    return name_of(await (await fetch(url)).json())  # error: CFW403


def name_of(data):
    return data["name"]


def parsed(text):
    return JSON.parse(text)["a"], js.JSON.parse(text).keys()  # error: CFW403 CFW403


async def as_array_or_attributes(url):
    data = await (await fetch(url)).json()
    names = [row.name for row in data]
    # A key of the data may be called like a method of dicts.
    print(data.items, data.keys, list(data.values()), JSON.stringify(data))
    return data[0], len(data), "a" in data, names, data.name


async def converted(url):
    data = (await (await fetch(url)).json()).to_py()
    text = json.loads(await (await fetch(url)).text())
    same = json.loads(JSON.stringify(await (await fetch(url)).json()))
    return data["a"], data.get("b"), text["a"], same["a"], json.dumps(data)


async def whichever(data=None):
    data = data or await (await fetch("https://example.com")).json()
    if isinstance(data, dict):
        return data["a"]
    if hasattr(data, "items"):
        return dict(data.items())
    try:
        return data["a"]
    except TypeError:
        return data.a


async def for_python(url):
    one = await (await fetch_for_python(url)).json()
    two = await (await pyfetch(url)).json()
    return one["a"], two["a"], dict(one), json.dumps(two)


async def only_annotated(response: JsResponse):
    # What comes in may be a response of the `workers` module.
    return (await response.json())["a"]
