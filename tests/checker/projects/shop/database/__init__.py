from .orders import Orders, find
from .connection import connect as connect
