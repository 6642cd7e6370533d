from . import book
from . import partner
from . import shelf
