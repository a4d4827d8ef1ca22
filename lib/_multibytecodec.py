"""Module _multibytecodec: codecs of encodings in which a character may take several bytes, and what CPython's `encodings` derives from them.

A codec is a MultibyteCodec, which `getcodec` of a module as _codecs_jp makes: of functions that decode and encode one character.
"""

import codecs

_MOST_PENDING = 8


class MultibyteCodec:
    """step(data, at, state) decodes the character at data[at:]: its text and how many bytes it took; 0 bytes: they are none; -1: there must
    come more. `table` is a dict from characters to bytes, `special` what encodes a character that is not in it, or None. Those of encodings
    with shift sequences keep `state`, a dict; put(char, state) is what encodes for them."""

    def __init__(self, name, step, table=None, special=None, put=None, finish=None, plain=True):
        self.name = name
        self._step = step
        self._table = table
        self._special = special
        self._put = put
        self._finish = finish
        self._plain = plain  # ASCII is ASCII, whatever the state

    def __repr__(self):
        return f'<MultibyteCodec object at {id(self):#x}>'

    def decode(self, input, errors='strict'):
        """Text of bytes, and how many were read. `errors` names a handler (codecs.register_error); strict raises UnicodeDecodeError."""
        data = bytes(input)
        if self._plain and data.isascii():
            return data.decode('ascii'), len(data)
        text, _ = self._decoded(data, errors or 'strict', {}, True)
        return text, len(data)

    def _decoded(self, data, errors, state, final):
        """The text, and the bytes at the end that are no whole character yet."""
        out, at, n, step = [], 0, len(data), self._step
        while at < n:
            text, size = step(data, at, state)
            if size > 0:
                out.append(text)
                at += size
                continue
            if size < 0 and not final:
                break
            reason = 'incomplete' if size < 0 else 'illegal'
            end = n if size < 0 else at + (text or 1)
            error = UnicodeDecodeError(self.name, data, at, min(end, n), reason + ' multibyte sequence')
            if errors == 'strict':
                raise error
            if errors == 'ignore':
                at = error.end
            elif errors == 'replace':
                out.append('\ufffd')
                at = error.end
            else:
                found, at = self._handled(error, errors, n)
                if not isinstance(found, str):
                    raise TypeError('decoding error handler must return (str, int) tuple')
                if error.object is not data:
                    data = error.object
                    n = len(data)
                out.append(found)
        return ''.join(out), data[at:]

    @staticmethod
    def _handled(error, errors, n):
        answer = codecs.lookup_error(errors)(error)
        if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[1], int):
            kind = 'decoding' if isinstance(error, UnicodeDecodeError) else 'encoding'
            item = '(str, int)' if kind == 'decoding' else '(str, int)'
            raise TypeError(f'{kind} error handler must return {item} tuple')
        found, at = answer
        n = len(error.object)
        if at < 0:
            at += n
        if not 0 <= at <= n:
            raise IndexError(f'position {answer[1]} from error handler out of bounds')
        return found, at

    def encode(self, input, errors=None):
        """Bytes of a text, and its length. `errors` names a handler (codecs.register_error); strict raises UnicodeEncodeError."""
        if not isinstance(input, str):
            raise TypeError(f"couldn't convert the object to str: {type(input).__name__}")
        if self._plain and self._put is None and input.isascii() and not self._special_ascii():
            return input.encode('ascii'), len(input)
        return self._encoded(input, errors or 'strict', {}, True), len(input)

    def _special_ascii(self):
        return self._table is not None and len(self._table.get('\\', b'\\')) != 1

    def _one(self, char, state):
        if self._put is not None:
            return self._put(char, state)
        found = self._table.get(char)
        if found is None and char < '\x80':
            found = char.encode('ascii')
        if found is None and self._special is not None:
            found = self._special(char)
        return found

    def _encoded(self, text, errors, state, final):
        out, at, n = [], 0, len(text)
        while at < n:
            found = self._one(text[at], state)
            if found is not None:
                out.append(found)
                at += 1
                continue
            error = UnicodeEncodeError(self.name, text, at, at + 1, 'illegal multibyte sequence')
            if errors == 'strict':
                raise error
            if errors == 'ignore':
                at += 1
                continue
            if errors == 'replace':
                replacement, at = '?', at + 1
            else:
                replacement, at = self._handled(error, errors, n)
            if isinstance(replacement, bytes):
                out.append(replacement)
            elif isinstance(replacement, str):
                out.append(self._encoded(replacement, 'strict', state, False))
            else:
                raise TypeError('encoding error handler must return (str, int) tuple')
        if final and self._finish is not None:
            out.append(self._finish(state))
        return b''.join(out)


def _codec_of(self):
    codec = self.codec
    if not isinstance(codec, MultibyteCodec):
        raise TypeError('codec is unexpected type')
    return codec


def _checked(errors):
    if not isinstance(errors, str):
        raise TypeError('errors must be a string')
    return errors


class _Errors:
    @property
    def errors(self):
        """how to treat errors"""
        return self._errors

    @errors.setter
    def errors(self, errors):
        self._errors = _checked(errors)

    @errors.deleter
    def errors(self):
        raise AttributeError('cannot delete attribute')


class MultibyteIncrementalEncoder(_Errors):
    def __init__(self, errors='strict'):
        self._codec = _codec_of(self)
        self._errors = _checked(errors)
        self._state = {}

    def encode(self, input, final=False):
        if not isinstance(input, str):
            raise TypeError(f"couldn't convert the object to str: {type(input).__name__}")
        return self._codec._encoded(input, self._errors, self._state, final)

    def reset(self):
        self._state.clear()

    def getstate(self):
        return _number(self._state, b'')

    def setstate(self, state, /):
        self._state = _from_number(state)[0]


class MultibyteIncrementalDecoder(_Errors):
    def __init__(self, errors='strict'):
        self._codec = _codec_of(self)
        self._errors = _checked(errors)
        self._state = {}
        self._pending = b''

    def decode(self, input, final=False):
        data = self._pending + bytes(input)
        self._pending = b''
        before = dict(self._state)
        try:
            text, self._pending = self._codec._decoded(data, self._errors, self._state, final)
        except UnicodeDecodeError:
            self._state = before
            raise
        if len(self._pending) > _MOST_PENDING:
            raise UnicodeError('pending buffer overflow')
        return text

    def reset(self):
        self._state.clear()
        self._pending = b''

    def getstate(self):
        return self._pending, _number(self._state, b'')

    def setstate(self, state, /):
        pending, number = state
        if len(pending) > _MOST_PENDING:
            raise UnicodeError('pending buffer too large')
        self._pending = bytes(pending)
        self._state = _from_number(number)[0]


def _number(state, pending):
    """A state as an int: its items as text."""
    text = repr(sorted(state.items())).encode() if state else b''
    return int.from_bytes(text + pending, 'little')


def _from_number(number):
    import ast

    text = number.to_bytes((number.bit_length() + 7) // 8, 'little')
    try:
        return dict(ast.literal_eval(text.decode())) if text else {}, b''
    except (SyntaxError, TypeError, ValueError, UnicodeDecodeError):
        raise UnicodeError('invalid state') from None


class MultibyteStreamReader(_Errors):
    def __init__(self, stream, errors='strict'):
        self._codec = _codec_of(self)
        self.stream = stream
        self._errors = _checked(errors)
        self.reset()

    def reset(self):
        self._state = {}
        self._pending = b''

    def _read(self, method, size):
        if size is not None and size < 0:
            size = None
        while True:
            data = method() if size is None else method(size)
            if not isinstance(data, bytes):
                raise TypeError(f'stream function returned a non-bytes object ({type(data).__name__})')
            text, self._pending = self._codec._decoded(
                self._pending + data, self._errors, self._state, size is None or not data
            )
            if text or size is None or not data:
                return text
            size = 1  # what is there is no whole character yet

    def read(self, sizeobj=None, /):
        return self._read(self.stream.read, sizeobj)

    def readline(self, sizeobj=None, /):
        return self._read(self.stream.readline, sizeobj)

    def readlines(self, sizehintobj=None, /):
        return self._read(self.stream.read, sizehintobj).splitlines(True)


class MultibyteStreamWriter(_Errors):
    def __init__(self, stream, errors='strict'):
        self._codec = _codec_of(self)
        self.stream = stream
        self._errors = _checked(errors)
        self._state = {}

    def write(self, strobj, /):
        self.stream.write(self._codec._encoded(strobj, self._errors, self._state, False))

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def reset(self):
        """Nothing is held back that could be written."""


def pairs(decoding, leads=range(0x80, 0x100), single=()):
    """The step of an encoding of ASCII, single bytes (a dict), and pairs."""
    single = dict(single)

    def step(data, at, state):
        lead = data[at]
        if lead < 0x80:
            return chr(lead), 1
        if lead in single:
            return single[lead], 1
        if lead not in leads:
            return None, 0
        if at + 1 == len(data):
            return None, -1
        char = decoding.get(lead << 8 | data[at + 1])
        return char, 2 if char else 0

    return step


def finder(makers):
    """The function getcodec of a module, of a dict from names to functions that make codecs."""
    made = {}

    def getcodec(encoding, /):
        if not isinstance(encoding, str):
            raise TypeError('encoding name must be a string.')
        if encoding not in makers:
            raise LookupError('no such codec is supported.')
        if encoding not in made:
            made[encoding] = makers[encoding](encoding)
        return made[encoding]

    return getcodec
