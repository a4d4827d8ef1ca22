/* Weak references as the runtime knows them: which object has which, and what becomes of them when it dies. The classes
 * are in native/modules/_weakref.
 *
 * A table, from the address of an object to a list of its references, takes the place of a field in every object that
 * may be referred to. The collector sees neither the objects in the table nor WeakRef.referent. When an object has died
 * (which an object with a finalizer does after that ran), its references lose it in the same collection; the callbacks
 * of those that are alive themselves wait for finalizers_run (object/finalize.h). */
#pragma once
#include "core/ctx.h"

typedef struct WeakRef WeakRef;
struct WeakRef {
  Cell h;         /* flags: WEAKREF_HASHED */
  Value referent; /* V_NULL: it has died. Not traced */
  Value callback; /* V_NULL: none, or it has been called */
  WeakRef *next;  /* of the same object. Not traced */
  WeakRef *due;   /* the next whose callback waits */
  uint64_t hash;  /* of the referent */
};
enum { WEAKREF_HASHED = 1 };

bool weakref_startup(Ctx *ctx);
bool weakref_allowed(const Class *cls); /* may instances be referred to weakly? */
/* `ref` is a blank cell: puts it into the object's list. Plain ones (no callback, of the class itself) are shared, and
 * come first, references before proxies; the others follow, the newest first. false: MemoryError */
bool weakref_link(Ctx *ctx, WeakRef *ref, Value referent, bool first);
WeakRef *weakref_first(Ctx *ctx, Value referent); /* of its list, or NULL */
WeakRef *weakref_take_due(Ctx *ctx);              /* whose callback is to be called next, or NULL */
void weakref_trace(Ctx *ctx, Value self);         /* the `trace` of the classes */
size_t weakref_objects(Ctx *ctx);                 /* that have references: for statistics */
