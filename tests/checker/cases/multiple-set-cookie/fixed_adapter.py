# target: pyodide-314 1.6.13
from fastapi.responses import JSONResponse


async def two():
    response = JSONResponse({})
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response
