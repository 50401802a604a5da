import environs
from decouple import config
from environs import Env

env = Env()
API_KEY = env.str("API_KEY")  # error: CFW501
TOKEN = config("TOKEN")  # error: CFW501
PORT = config("PORT", default=80)
DEBUG = env.bool("DEBUG", False)
other = environs.Env()
URL = other("URL")  # error: CFW501


def later():
    return env.str("API_KEY"), config("TOKEN")
