"""What is in a TZif file (RFC 9636), and where a package has one. Files may be damaged: that is a ValueError."""

import struct


class ZoneInfoNotFoundError(KeyError):
    """Exception raised when a ZoneInfo key is not found."""


def load_tzdata(key):
    """The file in the package tzdata."""
    from importlib import resources

    *folders, name = key.split('/')
    try:
        path = resources.files('.'.join(['tzdata.zoneinfo', *folders])).joinpath(name)
        if path.is_dir():
            raise IsADirectoryError
        return path.open('rb')
    except (ImportError, FileNotFoundError, IsADirectoryError, UnicodeEncodeError):
        raise ZoneInfoNotFoundError(f'No time zone found with key {key}') from None


def _exactly(file, size):
    data = file.read(size)
    if len(data) < size:
        raise ValueError('Invalid TZif file: too short')
    return data


def _header(file):
    """The version, and the numbers of UT and standard indicators, leap seconds, changes, kinds and bytes of names."""
    if file.read(4) != b'TZif':
        raise ValueError('Invalid TZif file: magic not found')
    version = _exactly(file, 16)[:1]
    counts = struct.unpack('>6l', _exactly(file, 24))
    if any(count < 0 for count in counts):
        raise ValueError('Invalid TZif file: negative count')
    return 1 if version == b'\0' else int(version), counts


def load_data(file):
    """Numbers of kinds, moments at which they begin; of each kind the offset, whether it is daylight saving time, and the name; the rule."""
    version, counts = _header(file)
    size = 4
    if version > 1:  # the same again, in longer numbers
        ut, standard, leaps, changes, kinds, letters = counts
        _exactly(file, changes * 5 + kinds * 6 + letters + leaps * 8 + standard + ut)
        version, counts = _header(file)
        size = 8
    ut, standard, leaps, changes, kinds, letters = counts
    moments = struct.unpack(f'>{changes}{"q" if size == 8 else "l"}', _exactly(file, changes * size))
    numbers = tuple(_exactly(file, changes))
    if any(number >= kinds for number in numbers):
        raise ValueError('Invalid TZif file: no such kind of time')
    records = [struct.unpack('>lBB', _exactly(file, 6)) for _ in range(kinds)]
    texts = _exactly(file, letters)
    names = []
    for _, _, start in records:
        end = texts.find(b'\0', start)
        if end < 0:
            raise ValueError('Invalid TZif file: a name without an end')
        names.append(texts[start:end].decode())
    rule = None
    if version > 1:
        _exactly(file, leaps * 12 + standard + ut)
        rest = file.read(1)
        if rest != b'\n':
            raise ValueError('Invalid TZif file: no rule')
        rule = bytearray()
        while (byte := file.read(1)) != b'\n':
            if not byte:
                raise ValueError('Invalid TZif file: the rule has no end')
            rule += byte
        rule = bytes(rule)
    return numbers, moments, tuple(r[0] for r in records), tuple(r[1] for r in records), tuple(names), rule
