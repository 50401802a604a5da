# target: pyodide-0.28 bundled
# JSONResponse writes its content with json.dumps.
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.get("/row")
async def row(request: Request):
    db = request.scope["env"].DB
    row = await db.prepare("SELECT 1").first()
    return JSONResponse(row)  # error: CFW403


@app.get("/rows")
async def rows(request: Request):
    result = await request.scope["env"].DB.prepare("SELECT 1").all()
    return JSONResponse(content={"rows": result.results}, status_code=200)  # error: CFW403


@app.get("/converted")
async def converted(request: Request):
    result = await request.scope["env"].DB.prepare("SELECT 1").all()
    row = await request.scope["env"].DB.prepare("SELECT 1").first()
    if row is None:
        return JSONResponse({"error": "none"}, status_code=404)
    return JSONResponse({"rows": result.results.to_py(), "row": row.to_py(), "name": row.name})
