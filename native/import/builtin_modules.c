/* Modules written in C: made from their declarations when they are imported, with one state a context. */
#include "call/call.h"
#include "container/container.h"
#include "heap/heap.h"
#include "heap/memory.h"
#include "import/loading.h"
#include "object/object.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>

#define X(name) &module_##name,
static const ModuleDef *const modules[] = {BUILTIN_MODULES(X)};
#undef X

static bool has_name(const ModuleDef *def, Value name) {
  int64_t n = ((Str *)name)->length;
  for (int64_t i = 0; i < n; i++)
    if (!def->name[i] || str_at(name, i) != (uint8_t)def->name[i]) return false;
  return !def->name[n];
}

static bool make_state(Ctx *ctx, const ModuleDef *def) {
  void **state = &ctx->importer->state[def->index];
  if (*state || !def->state_size) return true;
  if ((*state = memory_zeroed(ctx, def->state_size))) return true;
  raise_no_memory(ctx);
  return false;
}

static Class **class_place(Ctx *ctx, const ModuleDef *def, const ModuleClass *cls) {
  return (Class **)((char *)module_state(ctx, def) + cls->place);
}

/* module V_NULL: the classes stay hidden. */
static bool add_classes(Ctx *ctx, const ModuleDef *def, const ModuleClass *row, Value module) {
  for (; row && row->make; row++) {
    Class **place = class_place(ctx, def, row);
    if (!*place && !(*place = row->make(ctx))) return false;
    if (module && !dict_set(ctx, AS_MODULE(module)->dict, (*place)->name, VAL(*place))) return false;
  }
  return true;
}

static Value make_module(Ctx *ctx, const ModuleDef *def) {
  Value name = str_intern_c(ctx, def->name), module = name ? module_new(ctx, name) : V_NULL;
  if (!module || !make_state(ctx, def)) return V_NULL;
  if (def->doc && !module_add(ctx, module, "__doc__", str_from_utf8(ctx, def->doc, strlen(def->doc)))) return V_NULL;
  for (const CFuncDef *const *table = def->functions; *table; table++)
    if (!module_add_functions(ctx, module, *table)) return V_NULL;
  bool ok = add_classes(ctx, def, def->classes, module) && add_classes(ctx, def, def->hidden, V_NULL) &&
            (!def->init || def->init(ctx, module));
  return ok ? module : V_NULL;
}

static uint32_t index_of(Value name) {
  uint32_t i = 0;
  while (i < MODULE_COUNT && !has_name(modules[i], name)) i++;
  return i;
}

bool import_is_builtin(Value name) { return index_of(name) < MODULE_COUNT; }

Value import_builtin(Ctx *ctx, Value name) {
  uint32_t i = index_of(name);
  if (i == MODULE_COUNT) return V_NULL;
  Importer *importer = ctx->importer;
  Value module = importer->kept[i] ? importer->kept[i] : make_module(ctx, modules[i]);
  if (!module) return V_NULL;
  if (modules[i]->once) importer->kept[i] = module;
  Value spec = spec_new(ctx, name, str_from_ascii(ctx, "built-in"), V_NONE);
  bool ok = spec && dict_set(ctx, AS_MODULE(module)->dict, NAME(__spec__), spec) &&
            dict_set(ctx, ctx->sys_modules, name, module);
  return ok ? module : V_NULL;
}

Value builtin_module_names(Ctx *ctx) {
  Value names = tuple_new(ctx, MODULE_COUNT);
  for (int64_t i = 0; names && i < MODULE_COUNT; i++)
    if (!(AS_TUPLE(names)->items[i] = str_intern_c(ctx, modules[i]->name))) return V_NULL;
  return names;
}

bool builtin_modules_at_exit(Ctx *ctx) {
  for (uint32_t i = 0; i < MODULE_COUNT; i++)
    if (modules[i]->at_exit && ctx->importer->state[i] && !modules[i]->at_exit(ctx)) return false;
  return true;
}

/* ---- what the collector and the end of the context need to know ---- */

static void mark_classes(Ctx *ctx, const ModuleDef *def, const ModuleClass *row) {
  for (; row && row->make; row++) heap_mark(ctx, VAL(*class_place(ctx, def, row)));
}
static void scan_states(Ctx *ctx, void *data) {
  Importer *importer = data;
  heap_mark(ctx, importer->find_and_load);
  heap_mark(ctx, importer->gcd_import);
  for (uint32_t i = 0; i < MODULE_COUNT; i++) {
    const ModuleDef *def = modules[i];
    heap_mark(ctx, importer->kept[i]);
    if (!importer->state[i]) continue;
    mark_classes(ctx, def, def->classes);
    mark_classes(ctx, def, def->hidden);
    if (def->trace) def->trace(ctx, importer->state[i]);
  }
}

static void free_importer(Ctx *ctx, void *data) {
  Importer *importer = data;
  for (uint32_t i = 0; i < MODULE_COUNT; i++) {
    if (importer->state[i] && modules[i]->free) modules[i]->free(ctx, importer->state[i]);
    memory_free(ctx, importer->state[i]);
  }
  memory_free(ctx, importer);
  ctx->importer = NULL;
}

bool builtin_modules_startup(Ctx *ctx) {
  Importer *importer = memory_zeroed(ctx, sizeof *importer);
  if (!importer || !ctx_at_destroy(ctx, free_importer, importer)) return memory_free(ctx, importer), false;
  ctx->importer = importer;
  return heap_add_root_scanner(ctx, scan_states, importer);
}
