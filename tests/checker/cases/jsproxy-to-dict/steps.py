# target: pyodide-0.28 bundled
"""Functions in functions that are called while the one around them runs."""

from workers import WorkflowEntrypoint


class People:
    def __init__(self, db):
        self.db = db

    async def by(self, name):
        return await self.db.prepare("SELECT * FROM people WHERE name = ?").bind(name).first()


class Onboarding(WorkflowEntrypoint):
    async def run(self, event, step):
        people = People(self.env.DB)

        @step.do("one")
        async def one():
            person = await people.by("x")
            return person["email"]  # error: CFW403

        async def two():
            person = await people.by("x")
            return person.email

        await one()
        await two()
