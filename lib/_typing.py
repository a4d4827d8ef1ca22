"""Counterpart of CPython's C module _typing: type variables, type aliases, Generic.

The compiler's instructions for `def f[T]`, `class C[T]` and `type X = …` call the functions whose names begin with _make and _set. Bounds,
constraints, defaults and values of aliases come as functions of an annotation format, which are called when somebody asks; the formats'
numbers are annotationlib's. What needs `typing` imports it then: `typing` itself imports this module.
"""

import sys
from types import GenericAlias

_VALUE, _STRING = 1, 4
_new = object.__new__

Union = type(int | str)


@staticmethod  # as in C: it is called without the NewType that it is a method of
def _idfunc(x):
    return x


class _ReadOnly:
    """An attribute that is computed or kept in another slot; `refusal` is what assignment says."""

    __slots__ = ('get', 'refusal', '__name__', '__objclass__')

    def __init__(self, get, refusal='readonly attribute'):
        self.get = get
        self.refusal = refusal

    def __set_name__(self, owner, name):
        self.__name__ = name
        self.__objclass__ = owner

    def __get__(self, instance, owner=None):
        return self if instance is None else self.get(instance)

    def __set__(self, instance, value):
        message = self.refusal
        if message is None:
            message = f"attribute '{self.__name__}' of 'typing.{self.__objclass__.__name__}' objects is not writable"
        raise AttributeError(message)

    __delete__ = lambda self, instance: self.__set__(instance, None)


def _final(cls):
    """Classes in C refuse to be subclassed in these words."""

    def __init_subclass__(sub, **kwargs):
        raise TypeError(f"type '{cls.__module__}.{cls.__name__}' is not an acceptable base type")

    cls.__init_subclass__ = classmethod(__init_subclass__)
    return cls


def _bind(function, names, args, kwargs, keyword_only=()):
    """Arguments of a constructor, with the wording of functions in C: values of `names`, then of `keyword_only` (None: not given)."""
    if len(args) > len(names):
        count = len(names)
        plural = '' if count == 1 else 's'
        raise TypeError(f'{function}() takes exactly {count} positional argument{plural} ({len(args)} given)')
    values = list(args)
    for name in names[len(args) :]:
        if name not in kwargs:
            raise TypeError(f"{function}() missing required argument '{name}' (pos {len(values) + 1})")
        values.append(kwargs.pop(name))
    given = [kwargs.pop(name, default) for name, default in keyword_only]
    for name in kwargs:
        if name in names:
            position = names.index(name) + 1
            raise TypeError(f"argument for {function}() given by name ('{name}') and position ({position})")
        raise TypeError(f"{function}() got an unexpected keyword argument '{name}'")
    return values + given


def _checked_name(function, name):
    if not isinstance(name, str):
        raise TypeError(f"{function}() argument 'name' must be str, not {type(name).__name__}")
    return name


def _set_module(variable):
    variable.__module__ = sys._getframemodulename(2)


def _type_check(value, message):
    import typing

    return typing._type_check(value, message)


# NoDefault ------------------------------------------------------------------------------------------------------------


class NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()
    __module__ = 'typing'  # where pickle finds the singleton

    def __new__(cls, *args, **kwargs):
        if args or kwargs:
            raise TypeError('NoDefaultType takes no arguments')
        return NoDefault

    def __repr__(self):
        return 'typing.NoDefault'

    def __reduce__(self):
        return 'NoDefault'


_final(NoDefaultType)
NoDefault = _new(NoDefaultType)
del NoDefaultType


def _bind_variable(function, args, kwargs):
    """Arguments of TypeVar (without the constraints) and ParamSpec: the name, the bound, the default, and what _variable takes."""
    keyword_only = (
        *(('bound', None), ('default', NoDefault)),
        *(('covariant', False), ('contravariant', False), ('infer_variance', False)),
    )
    name, bound, default, covariant, contravariant, infer_variance = _bind(
        function, ('name',), args, kwargs, keyword_only
    )
    _checked_name(function, name)
    if covariant and contravariant:
        raise ValueError('Bivariant types are not supported.')
    if infer_variance and (covariant or contravariant):
        raise ValueError('Variance cannot be specified with infer_variance.')
    if bound is not None:
        bound = _type_check(bound, 'Bound must be a type.')
    return name, bound, default, (bool(covariant), bool(contravariant), bool(infer_variance))


# evaluators -----------------------------------------------------------------------------------------------------------


@_final
class _ConstEvaluator:
    """A value that is known, as a function of the annotation format."""

    __slots__ = ('value',)

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create '_typing._ConstEvaluator' instances")

    def __call__(self, *args):
        if len(args) != 1:
            raise TypeError(f'constevaluator.__call__() takes exactly 1 argument ({len(args)} given)')
        format = args[0]
        if not hasattr(format, '__index__'):
            raise TypeError(f"'{type(format).__name__}' object cannot be interpreted as an integer")
        if format != _STRING:
            return self.value
        from annotationlib import type_repr

        if isinstance(self.value, tuple):
            return f'({", ".join(map(type_repr, self.value))})'
        return type_repr(self.value)

    def __repr__(self):
        return f'<constevaluator {self.value!r}>'


def _constant(value):
    evaluator = _new(_ConstEvaluator)
    evaluator.value = value
    return evaluator


_UNKNOWN = _new(object)  # a default that nobody has asked for yet, or none


def _default(self):
    value = self._default
    if value is _UNKNOWN:
        if self._default_function is None:
            return NoDefault
        value = self._default = self._default_function(_VALUE)
    return value


def _default_function(self):
    if self._default_function is not None:
        return self._default_function
    return _constant(NoDefault if self._default is _UNKNOWN else self._default)


def _has_default(self):
    return self._default_function is not None or (self._default is not _UNKNOWN and self._default is not NoDefault)


def _refuse_subclass(self, bases):
    raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')


def _union(left, right):
    return Union[left, right]


def _union_reversed(right, left):
    return Union[left, right]


def _name_of(self):
    return self._name


def _name_with_variance(self):
    if self._infer_variance:
        return self._name
    return ('+' if self._covariant else '-' if self._contravariant else '~') + self._name


# type variables -------------------------------------------------------------------------------------------------------


@_final
class TypeVar:
    """Type variable: stands for one type."""

    __module__ = 'typing'
    __slots__ = (
        *('_name', '_bound', '_bound_function', '_constraints', '_constraints_function', '_default'),
        *('_default_function', '_covariant', '_contravariant', '_infer_variance', '__dict__', '__weakref__'),
    )

    def __new__(cls, *args, **kwargs):
        constraints = args[1:]
        name, bound, default, variance = _bind_variable('typevar', args[:1], kwargs)
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')
        if constraints and bound is not None:
            raise TypeError('Constraints cannot be combined with bound=...')
        self = _typevar(name, variance)
        self._bound = bound
        self._constraints = constraints
        self._default = default
        _set_module(self)
        return self

    __name__ = _ReadOnly(lambda self: self._name)
    __covariant__ = _ReadOnly(lambda self: self._covariant)
    __contravariant__ = _ReadOnly(lambda self: self._contravariant)
    __infer_variance__ = _ReadOnly(lambda self: self._infer_variance)
    __default__ = _ReadOnly(_default, None)
    evaluate_default = _ReadOnly(_default_function, None)
    has_default = _has_default
    __mro_entries__ = _refuse_subclass
    __or__ = _union
    __ror__ = _union_reversed

    @_ReadOnly
    def __bound__(self):
        if self._bound is None and self._bound_function is not None:
            self._bound = self._bound_function(_VALUE)
        return self._bound

    @_ReadOnly
    def __constraints__(self):
        if self._constraints is None:
            self._constraints = self._constraints_function(_VALUE) if self._constraints_function else ()
        return self._constraints

    @_ReadOnly
    def evaluate_bound(self):
        if self._bound_function is not None:
            return self._bound_function
        return None if self._bound is None else _constant(self._bound)

    @_ReadOnly
    def evaluate_constraints(self):
        if self._constraints_function is not None:
            return self._constraints_function
        return _constant(self._constraints) if self._constraints else None

    for name in (__bound__, __constraints__, evaluate_bound, evaluate_constraints):
        name.refusal = None
    del name

    def __typing_subst__(self, arg):
        import typing

        return typing._typevar_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        parameters = alias.__parameters__
        index = parameters.index(self)
        if index < len(args):
            return args
        if index == len(args) and self.has_default():
            return (*args, self.__default__)
        raise TypeError(f'Too few arguments for {alias}; actual {len(args)}, expected at least {index + 1}')

    __reduce__ = _name_of
    __repr__ = _name_with_variance


_INFERRED = (False, False, True)


def _variable(cls, name, variance):
    self = _new(cls)
    self._name = name
    self._bound = self._default_function = None
    self._default = _UNKNOWN
    self._covariant, self._contravariant, self._infer_variance = variance
    return self


def _typevar(name, variance):
    self = _variable(TypeVar, name, variance)
    self._bound_function = self._constraints = self._constraints_function = None
    return self


def _make_part(cls, *args, **kwargs):
    (origin,) = _bind(cls.__name__.lower(), ('origin',), args, kwargs)
    self = _new(cls)
    self._origin = origin
    return self


def _equal_parts(self, other):
    return self._origin == other._origin if type(other) is type(self) else NotImplemented


def _name_of_part(self):
    origin = self._origin
    part = type(self).__name__.removeprefix('ParamSpec').lower()
    return f'{origin.__name__ if isinstance(origin, ParamSpec) else repr(origin)}.{part}'


@_final
class ParamSpecArgs:
    """The args of a ParamSpec: P.args.

    >>> P = ParamSpec('P')
    >>> P.args.__origin__ is P
    True
    """

    __module__ = 'typing'
    __slots__ = ('_origin', '__weakref__')
    __new__ = _make_part
    __origin__ = _ReadOnly(lambda self: self._origin)
    __mro_entries__ = _refuse_subclass
    __hash__ = None
    __eq__ = _equal_parts
    __repr__ = _name_of_part


@_final
class ParamSpecKwargs:
    """The kwargs of a ParamSpec: P.kwargs.

    >>> P = ParamSpec('P')
    >>> P.kwargs.__origin__ is P
    True
    """

    __module__ = 'typing'
    __slots__ = ('_origin', '__weakref__')
    __new__ = _make_part
    __origin__ = _ReadOnly(lambda self: self._origin)
    __mro_entries__ = _refuse_subclass
    __hash__ = None
    __eq__ = _equal_parts
    __repr__ = _name_of_part


@_final
class ParamSpec:
    """Parameter specification variable: stands for the parameters of a callable.

    >>> P = ParamSpec('P', bound=None)
    >>> P.__name__, P.has_default()
    ('P', False)
    """

    __module__ = 'typing'
    __slots__ = (
        *('_name', '_bound', '_default', '_default_function', '_covariant', '_contravariant'),
        *('_infer_variance', '__dict__', '__weakref__'),
    )

    def __new__(cls, *args, **kwargs):
        name, bound, default, variance = _bind_variable('paramspec', args, kwargs)
        self = _variable(cls, name, variance)
        self._bound = bound
        self._default = default
        _set_module(self)
        return self

    __name__ = _ReadOnly(lambda self: self._name)
    __bound__ = _ReadOnly(lambda self: self._bound)
    __covariant__ = _ReadOnly(lambda self: self._covariant)
    __contravariant__ = _ReadOnly(lambda self: self._contravariant)
    __infer_variance__ = _ReadOnly(lambda self: self._infer_variance)
    __default__ = _ReadOnly(_default, None)
    evaluate_default = _ReadOnly(_default_function, None)
    args = _ReadOnly(lambda self: ParamSpecArgs(self), None)
    kwargs = _ReadOnly(lambda self: ParamSpecKwargs(self), None)
    has_default = _has_default
    __mro_entries__ = _refuse_subclass
    __or__ = _union
    __ror__ = _union_reversed

    def __typing_subst__(self, arg):
        import typing

        return typing._paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        import typing

        return typing._paramspec_prepare_subst(self, alias, args)

    __reduce__ = _name_of
    __repr__ = _name_with_variance


@_final
class TypeVarTuple:
    """Type variable tuple: stands for any number of types."""

    __module__ = 'typing'
    __slots__ = ('_name', '_default', '_default_function', '__dict__', '__weakref__')

    def __new__(cls, *args, **kwargs):
        name, default = _bind('typevartuple', ('name',), args, kwargs, (('default', NoDefault),))
        self = _typevartuple(_checked_name('typevartuple', name))
        self._default = default
        _set_module(self)
        return self

    __name__ = _ReadOnly(lambda self: self._name)
    __default__ = _ReadOnly(_default, None)
    evaluate_default = _ReadOnly(_default_function, None)
    has_default = _has_default
    __mro_entries__ = _refuse_subclass

    def __iter__(self):
        import typing

        yield typing.Unpack[self]

    def __typing_subst__(self, arg):
        raise TypeError('Substitution of bare TypeVarTuple is not supported')

    def __typing_prepare_subst__(self, alias, args):
        import typing

        return typing._typevartuple_prepare_subst(self, alias, args)

    __reduce__ = __repr__ = _name_of


def _typevartuple(name):
    self = _new(TypeVarTuple)
    self._name = name
    self._default = _UNKNOWN
    self._default_function = None
    return self


# Generic --------------------------------------------------------------------------------------------------------------


class Generic:
    """Abstract base class for generic types.

    On Python 3.12 and newer, generic classes implicitly inherit from Generic when they declare a parameter list after the class's name::

        class Mapping[KT, VT]:
            def __getitem__(self, key: KT) -> VT:
                ...
    """

    __module__ = 'typing'
    __slots__ = ()

    def __class_getitem__(cls, *args, **kwargs):
        import typing

        return typing._generic_class_getitem(cls, *args, **kwargs)

    def __init_subclass__(cls, *args, **kwargs):
        import typing

        return typing._generic_init_subclass(cls, *args, **kwargs)


# type aliases ---------------------------------------------------------------------------------------------------------


@_final
class TypeAliasType:
    """Type alias: what a `type` statement makes."""

    __module__ = 'typing'
    __slots__ = ('_name', '_value', '_function', '_type_params', '_module', '__weakref__')

    def __new__(cls, *args, **kwargs):
        name, value, type_params = _bind('typealias', ('name', 'value'), args, kwargs, (('type_params', ()),))
        _checked_name('typealias', name)
        if not isinstance(type_params, tuple):
            raise TypeError('type_params must be a tuple')
        seen_default = False
        for param in type_params:
            if not isinstance(param, (TypeVar, ParamSpec, TypeVarTuple)):
                raise TypeError(f'Expected a type param, got {param!r}')
            if param.__default__ is not NoDefault:
                seen_default = True
            elif seen_default:
                raise TypeError(f"non-default type parameter '{param!r}' follows default type parameter")
        return _typealias(name, type_params, value, None, sys._getframemodulename(1))

    __name__ = _ReadOnly(lambda self: self._name)
    __type_params__ = _ReadOnly(lambda self: self._type_params, None)
    __parameters__ = _ReadOnly(lambda self: _unpacked(self._type_params), None)
    __or__ = _union
    __ror__ = _union_reversed

    def __getattribute__(self, name):
        # The class has a __module__ of its own, which must not hide the alias's.
        if name == '__module__':
            return self._module
        return object.__getattribute__(self, name)

    @_ReadOnly
    def __value__(self):
        if self._value is _unknown:
            self._value = self._function(_VALUE)
        return self._value

    @_ReadOnly
    def evaluate_value(self):
        return _constant(self._value) if self._function is None else self._function

    for name in (__value__, evaluate_value):
        name.refusal = None
    del name

    def __getitem__(self, args):
        if not self._type_params:
            raise TypeError('Only generic type aliases are subscriptable')
        return GenericAlias(self, args if isinstance(args, tuple) else (args,))

    def __iter__(self):
        import typing

        yield typing.Unpack[self]

    __reduce__ = __repr__ = _name_of


_unknown = object()


def _typealias(name, type_params, value, function, module):
    self = _new(TypeAliasType)
    self._name = name
    self._type_params = type_params
    self._value = value
    self._function = function
    self._module = module
    return self


def _unpacked(type_params):
    """Type parameters as arguments: Ts as *Ts."""
    for param in type_params:
        if isinstance(param, TypeVarTuple):
            import typing

            return tuple(typing.Unpack[p] if isinstance(p, TypeVarTuple) else p for p in type_params)
    return type_params


# what instructions call -----------------------------------------------------------------------------------------------


def _make_typevar(name):
    self = _typevar(name, _INFERRED)
    self._constraints = ()
    return self


def _make_typevar_with_bound(name, function):
    self = _make_typevar(name)
    self._bound_function = function
    return self


def _make_typevar_with_constraints(name, function):
    self = _typevar(name, _INFERRED)
    self._constraints_function = function
    return self


def _make_paramspec(name):
    return _variable(ParamSpec, name, _INFERRED)


def _make_typevartuple(name):
    return _typevartuple(name)


def _set_default(param, function):
    param._default_function = function
    return param


def _make_typealias(parts):
    name, type_params, function = parts
    return _typealias(name, type_params or (), _unknown, function, function.__module__)


def _subscript_generic(type_params):
    import typing

    return typing._generic_class_getitem(Generic, _unpacked(type_params))
