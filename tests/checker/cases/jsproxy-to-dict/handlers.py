# target: pyodide-0.28 bundled
# What the runtime passes to handlers is JavaScript's, unless something wraps it.
import json

from workers import WorkerEntrypoint, handler


async def on_fetch(request, env):
    data = await request.json()
    print(data["name"])  # error: CFW403
    text = json.loads(await request.text())
    return text["name"], data.name, (await request.json()).to_py()["name"]


async def on_queue(batch, env, ctx):
    for message in batch.messages:
        print(message.body["id"])  # error: CFW403
        job = message.body
        print(job.get("id"))  # error: CFW403
        print(job.id, job.to_py()["id"], json.loads(message.body)["id"], message.id)
        message.ack()
    batch.ackAll()


class Default(WorkerEntrypoint):
    async def queue(self, batch):
        for message in batch.messages:
            await self.handle(message.body)  # error: CFW403
            body = message.body.to_py() if hasattr(message.body, "to_py") else message.body
            print(body["kind"], body.get("kind"))

    async def handle(self, body):
        print(body["kind"])


class Queue:
    async def queue(self, batch):
        print([message.body["id"] for message in batch.messages])


class Wrapped:
    @handler
    async def on_fetch(self, request, env):
        return (await request.json())["name"]


def own():
    @handler
    async def on_fetch(request, env):
        return (await request.json())["name"]

    async def on_queue(batch):
        return batch.messages[0].body["id"]

    return on_fetch, on_queue
