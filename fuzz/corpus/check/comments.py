import os  # noqa: CFW101

# gotchas: ignore-file[CFW201]
SECRET = os.environ["A"]  # gotchas: ignore[CFW101]
