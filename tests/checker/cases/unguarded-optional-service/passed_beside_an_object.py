from workers import WorkerEntrypoint, Response
async def h(env):
    if env.AI is None:  # error: CFW701
        return 1
class Store:
    def __init__(self, db): self.db = db
class Default(WorkerEntrypoint):
    async def fetch(self, request):
        await h(self.env)
        Store(self.env.DB)
        return Response("")
