/* What an abstract base class says about its instances to match statements: they are sequences, or mappings.
 * Class.flags of Python classes; those of built-in types are known by their kind (interp/match_ops.c). Inherited, and
 * given to the classes that are registered (native/modules/_abc.c). */
#pragma once

enum { CLASS_SEQUENCE = 1 << 13, CLASS_MAPPING = 1 << 14 };
/* How collections.abc spells them in __abc_tpflags__. */
enum { TPFLAGS_SEQUENCE = 1 << 5, TPFLAGS_MAPPING = 1 << 6 };
