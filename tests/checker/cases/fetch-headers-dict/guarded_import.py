# What only Workers has is there on Workers: what else is done without it never happens.
try:
    from js import Headers, fetch
except ImportError:
    Headers = None
    fetch = None


async def otherwise(url):
    if Headers:
        return await fetch(url, headers=Headers.new())
    else:
        return await fetch(url, headers={"a": "b"})


async def early(url):
    if not Headers:
        return await fetch(url, headers={"a": "b"})
    if Headers and fetch:
        return None
    return await fetch(url, headers={"a": "b"})


async def chosen(url):
    headers = Headers.new() if Headers else {"a": "b"}
    return await fetch(url, headers=headers)


async def there(url):
    if Headers:
        return await fetch(url, headers={"a": "b"})  # error: CFW102
