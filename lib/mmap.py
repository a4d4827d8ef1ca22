"""Module mmap, as far as it exists: its constants, and the class, of which no object can be made. Libraries import it for the case that they
are given one."""

ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY = range(4)
MAP_SHARED, MAP_PRIVATE = 1, 2
MAP_ANON = MAP_ANONYMOUS = 0x20
PROT_READ, PROT_WRITE, PROT_EXEC = 1, 2, 4
PAGESIZE = ALLOCATIONGRANULARITY = 4096
error = OSError


class mmap:
    """A file's bytes as memory: pystitch maps none."""

    def __new__(cls, *args, **kwargs):
        raise OSError('pystitch maps no files into memory')
