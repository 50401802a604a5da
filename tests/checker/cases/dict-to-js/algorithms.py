# severity: warning
from js import crypto


# From Pyodide 0.28 on the keys of a dict can be read, those of a dict in it as well.
async def sign(key, data):
    algorithm = {"name": "HMAC", "hash": {"name": "SHA-256"}}
    key = await crypto.subtle.importKey("raw", key, algorithm, False, ["sign"])
    return await crypto.subtle.sign({"name": "HMAC"}, key, data)
