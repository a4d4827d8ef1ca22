"""What `datetime` takes its classes from: those of the library's own Python form, which traces make fast."""

from _pydatetime import *
from _pydatetime import __doc__
