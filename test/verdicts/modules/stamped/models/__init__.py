from . import stamp
from . import letter
from . import year
