/* Everything a module written in C knows of the runtime, and how it is declared. Files of native/modules include this
 * header (and, in a folder, the folder's own); nobody includes them.
 *
 * A module is one file, NAME.c, or a folder NAME/ when it is large. One of its files declares it:
 *
 *     typedef struct CounterState {
 *       Class *counter;
 *       Value last;
 *     } CounterState;
 *     static void trace(Ctx *ctx, void *state) { heap_mark(ctx, ((CounterState *)state)->last); }
 *     static const ModuleClass classes[] = {{offsetof(CounterState, counter), make_counter_class}, {0}};
 *
 *     MODULE(counter, .doc = "Counting.", .functions = {functions}, .classes = classes,
 *            .state_size = sizeof(CounterState), .trace = trace, .init = init);
 *
 * There is nothing to register: the build finds the declaration, and the name is in sys.builtin_module_names.
 *
 * The module object is made when it is first imported, in this order: functions, classes, init. Functions get the
 * module as self. State is zeroed memory, one per context, reached with module_state(ctx, &module_NAME) from functions
 * and methods alike; it stays until the context ends, also when a program deletes the module from sys.modules and
 * imports it again: then a new module object is made, the classes stay, and init runs again. No static variables:
 * several contexts live in one process. */
#pragma once
#include "call/call.h"
#include "call/frame_view.h"
#include "container/container.h"
#include "core/ctx.h"
#include "core/long_call.h"
#include "exception/exception.h"
#include "exception/stdlib_names.h"
#include "exception/warning.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "heap/unreachable.h"
#include "host/files.h"
#include "host/host.h"
#include "import/import.h"
#include "interp/run.h"
#include "interp/tracing.h"
#include "number/number.h"
#include "object/buffer.h"
#include "object/finalize.h"
#include "object/object.h"
#include "object/weakref.h"
#include "text/codec.h"
#include "text/str.h"
#include "text/text.h"
#include "text/unicode.h"
#include "text/unicode_database.h"
#include "text/unicode_names.h"
#include <string.h>

/* Defines module_NAME; the other arguments are fields of ModuleDef. */
#define MODULE(name_, ...) const ModuleDef module_##name_ = {.name = #name_, .index = MODULE_##name_, __VA_ARGS__}
