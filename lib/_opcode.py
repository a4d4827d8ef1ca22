"""Counterpart of CPython's C module _opcode, over the bytecodes of pystitch (scripts/library/opcode-metadata.ts)."""

from _opcode_metadata import (
    _effects,
    _has_arg,
    _has_const,
    _has_free,
    _has_jump,
    _has_local,
    _has_name,
)

_NB_OPS = (
    *(('ADD', '+'), ('AND', '&'), ('FLOOR_DIVIDE', '//'), ('LSHIFT', '<<'), ('MATRIX_MULTIPLY', '@'), ('MULTIPLY', '*')),
    *(('REMAINDER', '%'), ('OR', '|'), ('POWER', '**'), ('RSHIFT', '>>'), ('SUBTRACT', '-'), ('TRUE_DIVIDE', '/'), ('XOR', '^')),
)


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Compute the stack effect of the opcode."""
    if jump not in (None, True, False):
        raise ValueError("stack_effect: jump must be False, True or None")
    effect = _effects.get(opcode)
    if effect is None:
        raise ValueError('invalid opcode or oparg')
    arg = 0 if oparg is None else oparg
    if effect == 'unpack':
        return (arg & 0xFF) + (arg >> 8)
    if isinstance(effect, tuple):
        constant, factor, bit = effect
        return constant + factor * arg + bit * (arg & 1)
    return effect


def is_valid(opcode):
    """Return True if opcode is valid, False otherwise."""
    return opcode in _effects


def has_arg(opcode):
    """Return True if the opcode uses its oparg, False otherwise."""
    return opcode in _has_arg


def has_const(opcode):
    """Return True if the opcode accesses a constant, False otherwise."""
    return opcode in _has_const


def has_name(opcode):
    """Return True if the opcode accesses an attribute by name, False otherwise."""
    return opcode in _has_name


def has_jump(opcode):
    """Return True if the opcode has a jump target, False otherwise."""
    return opcode in _has_jump


def has_free(opcode):
    """Return True if the opcode accesses a free variable, False otherwise."""
    return opcode in _has_free


def has_local(opcode):
    """Return True if the opcode accesses a local variable, False otherwise."""
    return opcode in _has_local


def has_exc(opcode):
    """Return True if the opcode sets an exception handler, False otherwise."""
    return False


def get_nb_ops():
    """Return array of symbols of binary ops."""
    plain = [(f'NB_{name}', symbol) for name, symbol in _NB_OPS]
    inplace = [(f'NB_INPLACE_{name}', f'{symbol}=') for name, symbol in _NB_OPS]
    return plain + inplace + [('NB_SUBSCR', '[]')]


def get_intrinsic1_descs():
    """Return a list of names of the unary intrinsics."""
    return [
        *('INTRINSIC_1_INVALID', 'INTRINSIC_PRINT', 'INTRINSIC_IMPORT_STAR', 'INTRINSIC_STOPITERATION_ERROR'),
        *('INTRINSIC_ASYNC_GEN_WRAP', 'INTRINSIC_UNARY_POSITIVE', 'INTRINSIC_LIST_TO_TUPLE', 'INTRINSIC_TYPEVAR'),
        *('INTRINSIC_PARAMSPEC', 'INTRINSIC_TYPEVARTUPLE', 'INTRINSIC_SUBSCRIPT_GENERIC', 'INTRINSIC_TYPEALIAS'),
    ]


def get_intrinsic2_descs():
    """Return a list of names of the binary intrinsics."""
    return [
        *('INTRINSIC_2_INVALID', 'INTRINSIC_PREP_RERAISE_STAR', 'INTRINSIC_TYPEVAR_WITH_BOUND'),
        *('INTRINSIC_TYPEVAR_WITH_CONSTRAINTS', 'INTRINSIC_SET_FUNCTION_TYPE_PARAMS', 'INTRINSIC_SET_TYPEPARAM_DEFAULT'),
    ]


def get_special_method_names():
    """Return a list of special method names."""
    return ['__enter__', '__exit__', '__aenter__', '__aexit__']


def get_specialization_stats():
    """Return the specialization stats"""
    return None


def get_executor(*, code, offset):
    """Return the executor object at offset in code if exists, None otherwise."""
    return None
