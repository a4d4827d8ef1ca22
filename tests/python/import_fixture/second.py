from .first import whoami
from . import first as f
from .sub import leaf
from .sub.leaf import deep
print('second', whoami(), f.value, leaf.deep is deep)
