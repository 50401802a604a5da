def f(x, *a, **k):
    match x:
        case {"a": [b, *c]} if (d := b): yield from (i async for i in c)
        case None | str(): lambda *, q=f"{x!r:>{a}}": q
