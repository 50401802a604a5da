# severity: error
# Where a default is given the Worker goes on with it: that is a warning.
import os

LEVEL = os.environ.get("LEVEL", "INFO")
ZONE = os.environ.get("ZONE")  # error: CFW501


def handler():
    level = os.getenv("LEVEL", "INFO")
    colour = os.environ.get("COLOUR", default="red")
    return level, colour, os.getenv("ZONE"), os.environ.get("KEY", None)  # error: CFW501
