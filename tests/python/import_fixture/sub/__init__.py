from .. import first; up = first.value
