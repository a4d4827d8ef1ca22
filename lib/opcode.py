"""The bytecodes for `dis`, in place of CPython's module: inline caches have other sizes here."""

__all__ = [
    *('cmp_op', 'stack_effect', 'hascompare', 'opname', 'opmap', 'HAVE_ARGUMENT', 'EXTENDED_ARG', 'hasarg', 'hasconst'),
    *('hasname', 'hasjump', 'hasjrel', 'hasjabs', 'hasfree', 'haslocal', 'hasexc'),
]

import builtins

import _opcode
from _opcode import stack_effect
from _opcode_metadata import HAVE_ARGUMENT, MIN_INSTRUMENTED_OPCODE, _caches, _specializations, _specialized_opmap, opmap

EXTENDED_ARG = opmap['EXTENDED_ARG']
opname = [f'<{op}>' for op in range(max(opmap.values()) + 1)]
for _name, _op in opmap.items():
    opname[_op] = _name

cmp_op = ('<', '<=', '==', '!=', '>', '>=')


def _having(test):
    return [op for op in opmap.values() if test(op)]


hasarg = _having(_opcode.has_arg)
hasconst = _having(_opcode.has_const)
hasname = _having(_opcode.has_name)
hasjump = _having(_opcode.has_jump)
hasjrel = hasjump
hasjabs = []
hasfree = _having(_opcode.has_free)
haslocal = _having(_opcode.has_local)
hasexc = _having(_opcode.has_exc)
hascompare = [opmap['COMPARE_OP']]

_intrinsic_1_descs = _opcode.get_intrinsic1_descs()
_intrinsic_2_descs = _opcode.get_intrinsic2_descs()
_special_method_names = _opcode.get_special_method_names()
_common_constants = [AssertionError, NotImplementedError, tuple, builtins.all, builtins.any]
_nb_ops = _opcode.get_nb_ops()

# The first cache unit counts how often the instruction ran.
_cache_format = {
    name: {'counter': 1, 'data': size - 1} if size > 1 else {'counter': 1} for name, size in _caches.items()
}
_inline_cache_entries = _caches
