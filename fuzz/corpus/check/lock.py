import threading

lock = threading.Lock()


async def get(env):
    with lock:
        return await env.KV.get("a")
