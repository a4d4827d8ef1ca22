"""Template strings (PEP 750): the two types that `t'…'` makes, which string.templatelib presents.

BUILD_INTERPOLATION and BUILD_TEMPLATE call _interpolation and _template.
"""

from types import GenericAlias

from _typing import _bind, _final, _ReadOnly

_new = object.__new__
_CONVERSIONS = (None, 's', 'r', 'a')


def _name(value):
    cls = type(value)
    return f'{cls.__module__}.{cls.__qualname__}' if cls.__module__ == 'string.templatelib' else cls.__name__


@_final
class Interpolation:
    """Interpolation object"""

    __module__ = 'string.templatelib'
    __slots__ = ('_value', '_expression', '_conversion', '_format_spec')
    __match_args__ = ('value', 'expression', 'conversion', 'format_spec')

    def __new__(cls, *args, **kwargs):
        if len(args) + len(kwargs) > 4:
            raise TypeError(f'Interpolation() takes at most 4 arguments ({len(args) + len(kwargs)} given)')
        optional = (('expression', ''), ('conversion', None), ('format_spec', ''))
        for (name, _), value in zip(optional, args[1:]):
            if name in kwargs:
                position = cls.__match_args__.index(name) + 1
                raise TypeError(f"argument for Interpolation() given by name ('{name}') and position ({position})")
            kwargs[name] = value
        value, expression, conversion, format_spec = _bind('Interpolation', ('value',), args[:1], kwargs, optional)
        for name, text in (('expression', expression), ('conversion', conversion), ('format_spec', format_spec)):
            if not isinstance(text, str) and not (text is None and name == 'conversion'):
                raise TypeError(f"Interpolation() argument '{name}' must be str, not {type(text).__name__}")
        if conversion not in _CONVERSIONS:
            raise ValueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
        return _make(value, expression, conversion, format_spec)

    value = _ReadOnly(lambda self: self._value)
    expression = _ReadOnly(lambda self: self._expression)
    conversion = _ReadOnly(lambda self: self._conversion)
    format_spec = _ReadOnly(lambda self: self._format_spec)
    __class_getitem__ = classmethod(GenericAlias)

    def __reduce__(self):
        return type(self), (self._value, self._expression, self._conversion, self._format_spec)

    def __repr__(self):
        return f'Interpolation({self._value!r}, {self._expression!r}, {self._conversion!r}, {self._format_spec!r})'


def _make(value, expression, conversion, format_spec):
    self = _new(Interpolation)
    self._value = value
    self._expression = expression
    self._conversion = conversion
    self._format_spec = format_spec
    return self


@_final
class TemplateIter:
    __module__ = 'string.templatelib'
    __slots__ = ('_parts',)

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'string.templatelib.TemplateIter' instances")

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._parts)


@_final
class Template:
    """Template object"""

    __module__ = 'string.templatelib'
    __slots__ = ('_strings', '_interpolations')

    def __new__(cls, *args, **kwargs):
        if kwargs:
            raise TypeError('Template.__new__ only accepts *args arguments')
        strings = ['']
        interpolations = []
        for part in args:
            if isinstance(part, str):
                strings[-1] += part
            elif isinstance(part, Interpolation):
                interpolations.append(part)
                strings.append('')
            else:
                name = type(part).__name__
                raise TypeError(f"Template.__new__ *args need to be of type 'str' or 'Interpolation', got {name}")
        return _template(tuple(strings), tuple(interpolations))

    strings = _ReadOnly(lambda self: self._strings)
    interpolations = _ReadOnly(lambda self: self._interpolations)
    values = _ReadOnly(lambda self: tuple([i._value for i in self._interpolations]), None)
    values.refusal = "attribute 'values' of 'string.templatelib.Template' objects is not writable"
    __class_getitem__ = classmethod(GenericAlias)

    def __add__(self, other):
        if not isinstance(other, Template):
            raise TypeError(f'can only concatenate string.templatelib.Template (not "{_name(other)}") to string.templatelib.Template')
        left, right = self._strings, other._strings
        return _template(
            (*left[:-1], left[-1] + right[0], *right[1:]), self._interpolations + other._interpolations
        )

    def __iter__(self):
        iterator = _new(TemplateIter)
        iterator._parts = _parts(self)
        return iterator

    def __reduce__(self):
        from string.templatelib import _template_unpickle

        return _template_unpickle, (self._strings, self._interpolations)

    def __repr__(self):
        return f'Template(strings={self._strings!r}, interpolations={self._interpolations!r})'


def _parts(template):
    interpolations = iter(template._interpolations)
    for string in template._strings:
        if string:
            yield string
        for interpolation in interpolations:
            yield interpolation
            break


def _interpolation(value, expression, conversion, format_spec):
    return _make(value, expression, _CONVERSIONS[conversion], format_spec)


def _template(strings, interpolations):
    self = _new(Template)
    self._strings = strings
    self._interpolations = interpolations
    return self
