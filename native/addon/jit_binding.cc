/* What the compiler in TypeScript asks and tells tier 2 (native/jit). 64-bit words cross as pairs of 32-bit numbers
 * [lo, hi]; the arrays returned are documented in ts/native/jit.ts. Nothing here decides anything. */
#include "addon/addon.h"

extern "C" {
#include "container/container.h"
#include "exception/exception.h"
#include "generated/opcodes.h"
#include "heap/heap.h"
#include "interp/interp.h"
#include "jit/jit.h"
#include "jit/perf_dump.h"
#include "object/object.h"
#include "object/watch.h"
}

static uint64_t Word(const Napi::CallbackInfo &info, size_t at) {
  return (uint64_t)(uint32_t)info[at].ToNumber().Int32Value() | (uint64_t)(uint32_t)info[at + 1].ToNumber().Int32Value()
                                                                    << 32;
}

static Napi::Array Numbers(Napi::Env env, std::initializer_list<double> values) {
  Napi::Array array = Napi::Array::New(env, values.size());
  uint32_t i = 0;
  for (double v : values) array.Set(i++, v);
  return array;
}

static double Lo(uint64_t word) { return (double)(int32_t)(uint32_t)word; }
static double Hi(uint64_t word) { return (double)(int32_t)(uint32_t)(word >> 32); }

static void Push(Napi::Array array, uint64_t word) {
  uint32_t n = array.Length();
  array.Set(n, Lo(word));
  array.Set(n + 1, Hi(word));
}

/* jitRecording() -> { log, count, kind, code, unit, exit, stackDepth, func: [lo, hi], moduleCode, sharedCode, stopCode,
 * stopUnit, stopTrace, stopDepth } */
Napi::Value Context::JitRecording(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  Recorder *recorder = record_last(ctx_);
  Jit *jit = jit_of(ctx_);
  if (!recorder || !jit) return env.Null();
  Napi::Object out = Napi::Object::New(env);
  /* A copy: the next recording overwrites the log, and engines may forbid two external buffers at one address. */
  size_t bytes = recorder->n * sizeof(RecordEntry);
  Napi::ArrayBuffer log = Napi::ArrayBuffer::New(env, bytes);
  memcpy(log.Data(), recorder->entries, bytes);
  out.Set("log", log);
  out.Set("count", recorder->n);
  out.Set("kind", jit->anchor.kind);
  out.Set("code", jit->anchor.code);
  out.Set("unit", jit->anchor.unit);
  out.Set("exit", jit->anchor.exit);
  out.Set("stackDepth", jit->anchor.stack_depth);
  out.Set("func", Numbers(env, {Lo(jit->anchor.function), Hi(jit->anchor.function)}));
  out.Set("moduleCode", jit->anchor.namespace_is_globals);
  out.Set("sharedCode", jit->anchor.code_is_shared);
  double stop_code = -1, stop_unit = -1, stop_trace = -1;
  if (recorder->stop_ip) {
    for (uint32_t i = ctx_->ncodes; i-- > 0;) {
      Code *code = ctx_->codes[i];
      if (recorder->stop_ip < code->units || recorder->stop_ip >= code->units + code->nunits) continue;
      stop_code = code->id;
      stop_unit = (double)(recorder->stop_ip - code->units);
      if (recorder->stop_ip->op == OP_ENTER_EXECUTOR)
        stop_trace = ((Executor *)code->executors[recorder->stop_ip->arg])->id;
      break;
    }
  }
  out.Set("stopCode", stop_code);
  out.Set("stopUnit", stop_unit);
  out.Set("stopTrace", stop_trace);
  out.Set("stopDepth", recorder->stop_depth);
  return out;
}

/* jitCodeUnits(code) -> Uint16Array copy of the units as they are now, with ENTER_EXECUTOR replaced by what it stands
 * for */
Napi::Value Context::JitCodeUnits(const Napi::CallbackInfo &info) {
  Code *code = ctx_->codes[info[0].ToNumber().Uint32Value()];
  Napi::Uint16Array out = Napi::Uint16Array::New(info.Env(), code->nunits);
  memcpy(out.Data(), code->units, code->nunits * sizeof(CodeUnit));
  for (uint32_t i = 0; i < code->nexecutors; i++) {
    Trace *trace = (Trace *)code->executors[i];
    if (trace->anchored) out.Data()[trace->unit] = trace->executor.original.cache;
  }
  return out;
}

/* jitIsObject(lo, hi) -> whether the word of an inline cache, which keeps nothing alive, still is an object */
Napi::Value Context::JitIsObject(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), heap_is_cell(ctx_, Word(info, 0)));
}

/* jitDescribe(lo, hi) -> [kind, shape, id, version]: kind −1 for what is no cell. id: code id of a function, Class.id
 * of a class, IterOp of an iterator; version: of a function or class, keys version of a dict. */
Napi::Value Context::JitDescribe(const Napi::CallbackInfo &info) {
  PyValue v = Word(info, 0);
  if (!v || !is_cell(v)) return Numbers(info.Env(), {-1, 0, 0, 0});
  Shape *shape = shape_of(ctx_, v);
  double id = 0, version = 0;
  switch (shape->kind) {
  case KIND_FUNCTION: id = ((Function *)v)->code->id, version = ((Function *)v)->version; break;
  case KIND_CLASS: id = ((Class *)v)->id, version = ((Class *)v)->version; break;
  case KIND_DICT: version = ((Dict *)v)->keys_version; break;
  case KIND_ITER: id = ((Iter *)v)->op; break;
  case KIND_TUPLE: id = (double)((Tuple *)v)->length; break;
  case KIND_CODE: id = ((Code *)v)->id; break;
  default: break;
  }
  return Numbers(info.Env(), {(double)shape->kind, (double)shape->id, id, version});
}

/* jitShape(id) -> [kind, classId, cls lo, cls hi, IterOp or 0, bytes to slot 0 or 0, slots] or null; 0: not all
 * attributes are in the cell */
Napi::Value Context::JitShape(const Napi::CallbackInfo &info) {
  uint32_t id = info[0].ToNumber().Uint32Value();
  if (id == 0 || id >= ctx_->nshapes || !ctx_->shapes[id] || !ctx_->shapes[id]->cls) return info.Env().Null();
  Shape *s = ctx_->shapes[id];
  double iter_op = 0;
  for (uint32_t op = 0; s->kind == KIND_ITER && op < 64; op++)
    if (ctx_->cls.iter_class[op] == s->cls) iter_op = op;
  bool inside = s->kind == KIND_INSTANCE && !(s->flags & (SHAPE_TAIL | SHAPE_DICT_MODE)) && s->nslots <= s->inline_cap;
  return Numbers(info.Env(), {(double)s->kind, (double)s->cls->id, Lo(VAL(s->cls)), Hi(VAL(s->cls)), iter_op,
                              inside ? (double)s->slot_base : 0, (double)s->nslots});
}

/* jitPart(what, lo, hi, index) -> words of a part of an object; see the cases. Null when there is none. */
Napi::Value Context::JitPart(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  std::string what = info[0].ToString();
  PyValue v = Word(info, 1);
  uint32_t index = info[3].ToNumber().Uint32Value();
  Napi::Array out = Napi::Array::New(env);
  if (what == "constant") {
    Push(out, ((Tuple *)ctx_->codes[index]->consts)->items[info[1].ToNumber().Uint32Value()]);
  } else if (what == "code") { /* the cell, its first unit */
    Push(out, VAL(ctx_->codes[index]));
    Push(out, VAL(ctx_->codes[index]->units));
  } else if (what == "name") {
    Push(out, ((Tuple *)ctx_->codes[index]->names)->items[info[1].ToNumber().Uint32Value()]);
  } else if (what == "common") {
    Push(out, interp_common_constant(ctx_, index));
  } else if (!v || !is_cell(v)) {
    return env.Null();
  } else if (what == "function" && has_kind(ctx_, v, KIND_FUNCTION)) { /* globals, builtins, then the defaults */
    Function *f = (Function *)v;
    Push(out, f->globals);
    Push(out, f->builtins);
    for (int64_t i = 0; f->defaults && i < ((Tuple *)f->defaults)->length; i++)
      Push(out, ((Tuple *)f->defaults)->items[i]);
  } else if (what == "kwdefaults" &&
             has_kind(ctx_, v, KIND_FUNCTION)) { /* name (str), lo, hi, …; nothing when they may change unnoticed */
    Function *f = (Function *)v;
    int64_t pos = 0;
    PyValue key, value;
    while (f->kwdefaults && !f->kwdefaults_shown && dict_next(f->kwdefaults, &pos, &key, &value)) {
      out.Set(out.Length(), ToJs(env, key));
      Push(out, value);
    }
  } else if (what == "class" && has_kind(ctx_, v, KIND_CLASS)) { /* root shape, cell size */
    Class *cls = (Class *)v;
    if (!cls->root) return env.Null();
    out.Set(0u, (double)cls->root->id);
    out.Set(1u, (double)cls->root->cell_size);
  } else if (what == "method" && has_kind(ctx_, v, KIND_METHOD)) {
    Push(out, ((Method *)v)->func);
    Push(out, ((Method *)v)->self);
  } else if (what == "module" && has_kind(ctx_, v, KIND_MODULE)) {
    Push(out, ((Module *)v)->dict);
  } else if (what == "item" && has_kind(ctx_, v, KIND_TUPLE) && index < ((Tuple *)v)->length) {
    Push(out, ((Tuple *)v)->items[index]);
  } else if (what == "entry" && has_kind(ctx_, v, KIND_DICT) && index < ((Dict *)v)->table->nentries) { /* key, value */
    DictEntry *entry = &((Dict *)v)->table->entries[index];
    if (!entry->key) return env.Null();
    Push(out, entry->key);
    Push(out, entry->value);
  } else if (what == "text") { /* a str, or the name of a function, class or module */
    PyValue name = has_kind(ctx_, v, KIND_STR)        ? v
                   : has_kind(ctx_, v, KIND_FUNCTION) ? ((Function *)v)->qualname
                   : has_kind(ctx_, v, KIND_CLASS)    ? ((Class *)v)->name
                   : has_kind(ctx_, v, KIND_MODULE)   ? ((Module *)v)->name
                                                      : V_NULL;
    return name ? ToJs(env, name) : env.Null();
  } else {
    return env.Null();
  }
  return out;
}

/* jitCanonicalShapes() -> [CellKind, shape id, …] of the built-in types that passes distinguish */
Napi::Value Context::JitCanonicalShapes(const Napi::CallbackInfo &info) {
  Napi::Array out = Napi::Array::New(info.Env());
  const Shapes &shape = ctx_->shape;
  for (Shape *s :
       {shape.str, shape.list, shape.tuple, shape.dict, shape.range, shape.slice, shape.function, shape.method,
        shape.cfunction, shape.code, shape.closure_cell, shape.generator, shape.module, shape.float_, shape.bigint}) {
    out.Set(out.Length(), (double)s->kind);
    out.Set(out.Length(), (double)s->id);
  }
  return out;
}

/* jitSuperMethod(class lo, hi, self lo, hi, name lo, hi) -> function lo, hi that super(class, self).name() calls with
 * self, or null */
Napi::Value Context::JitSuperMethod(const Napi::CallbackInfo &info) {
  PyValue func = V_NULL, self = V_NULL, object = Word(info, 2);
  bool found = super_load(ctx_, Word(info, 0), object, Word(info, 4), &func, &self);
  if (!found) exc_clear(ctx_);
  if (!found || self != object) return info.Env().Null();
  return Numbers(info.Env(), {Lo(func), Hi(func)});
}

/* jitAttribute(object lo, hi, name lo, hi) -> [AttrKind, shape, byte offset of the slot, class version, class lo, hi,
 * value lo, hi]: how loading it resolves now. Offset 0: not in the cell itself. */
Napi::Value Context::JitAttribute(const Napi::CallbackInfo &info) {
  PyValue object = Word(info, 0);
  if (!object || !is_cell(object)) return info.Env().Null();
  AttrInfo attr = attr_info_load(ctx_, object, Word(info, 2));
  Shape *shape = shape_of(ctx_, object);
  double offset = attr.kind == ATTR_SLOT && attr.index < shape->inline_cap ? shape->slot_base + 8.0 * attr.index : 0;
  return Numbers(info.Env(), {(double)attr.kind, (double)shape->id, offset, (double)attr.class_version,
                              Lo(VAL(attr.cls)), Hi(VAL(attr.cls)), Lo(attr.value), Hi(attr.value)});
}

/* jitStoreAttribute(shape, name lo, hi) -> [shape afterwards, byte offset] of the slot that storing the attribute sets,
 * or null */
Napi::Value Context::JitStoreAttribute(const Napi::CallbackInfo &info) {
  Shape *shape = ctx_->shapes[info[0].As<Napi::Number>().Uint32Value()];
  AttrInfo attr = attr_info_store_shape(ctx_, shape, Word(info, 1));
  bool adds = attr.kind == ATTR_ADD_SLOT;
  if (!shape->slot_base || !(adds || attr.kind == ATTR_SLOT) || attr.index >= shape->inline_cap)
    return info.Env().Null();
  return Numbers(info.Env(), {(double)(adds ? attr.new_shape : shape->id), shape->slot_base + 8.0 * attr.index});
}

/* jitBinaryMethod(left lo, hi, right lo, hi, operator) -> [function lo, hi, OPERAND_*] of interp_binary_method, or null
 */
Napi::Value Context::JitBinaryMethod(const Napi::CallbackInfo &info) {
  uint32_t operand = 0;
  PyValue method = interp_binary_method(ctx_, Word(info, 0), Word(info, 2), info[4].As<Napi::Number>().Uint32Value(),
                                        &operand);
  if (!method) return info.Env().Null();
  return Numbers(info.Env(), {Lo(method), Hi(method), (double)operand});
}

/* jitFindGlobal(dict lo, hi, name lo, hi) -> entry number, or -1 */
Napi::Value Context::JitFindGlobal(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), (double)dict_index_of_str(ctx_, Word(info, 0), Word(info, 2)));
}

/* jitSymbols() -> [name, lo, hi, …] */
Napi::Value Context::JitSymbols(const Napi::CallbackInfo &info) {
  Napi::Array out = Napi::Array::New(info.Env());
  for (unsigned i = 0; i < jit_symbol_count; i++) {
    out.Set(out.Length(), Napi::String::New(info.Env(), jit_symbols[i].name));
    Push(out, (uint64_t)(uintptr_t)jit_symbols[i].address);
  }
  return out;
}

/* jitAllocate(bytes) -> [ArrayBuffer over the writable alias, exec lo, exec hi], or a string: why there is none */
Napi::Value Context::JitAllocate(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  Jit *jit = jit_of(ctx_);
  if (!jit || jit->off) return Napi::String::New(env, jit ? jit->off : "out of memory");
  CodeBlock block = code_memory_alloc(info[0].ToNumber().Uint32Value());
  if (!block.write) return Napi::String::New(env, "code memory is full");
  pending_block_ = block;
  Napi::Array out = Napi::Array::New(env, 3);
  out.Set(0u, (double)block.size);
  out.Set(1u, Lo((uint64_t)(uintptr_t)block.exec));
  out.Set(2u, Hi((uint64_t)(uintptr_t)block.exec));
  return out;
}

/* jitInstall({ kind, code, unit, exit, entryOffset, bytes, table, roots, stubs, links, name }) -> trace id, or −1. Uses
 * the block of the last jitAllocate. */
Napi::Value Context::JitInstall(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  Napi::Object in = info[0].As<Napi::Object>();
  Napi::Uint8Array bytes = in.Get("bytes").As<Napi::Uint8Array>();
  Napi::Uint32Array table = in.Get("table").As<Napi::Uint32Array>(), stubs = in.Get("stubs").As<Napi::Uint32Array>();
  auto number = [&](const char *name) { return in.Get(name).ToNumber().Uint32Value(); };
  if (!pending_block_.write || bytes.ByteLength() > pending_block_.size) {
    Napi::Error::New(env, "jitInstall: no code memory allocated for this trace").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  memcpy(pending_block_.write, bytes.Data(), bytes.ByteLength());
  InstallRequest request = {};
  request.kind = (uint8_t)number("kind");
  request.code = number("code");
  request.unit = number("unit");
  request.parent_exit = number("exit");
  request.entry_offset = number("entryOffset");
  request.loop_exit = number("loopExit");
  request.block = pending_block_;
  request.table = (const ExitTable *)table.Data();
  request.table_bytes = table.ByteLength();
  request.stub_offsets = stubs.Data();
  request.nstubs = (uint32_t)stubs.ElementLength();
  Napi::Uint32Array links = in.Get("links").As<Napi::Uint32Array>();
  request.links = (const TraceLink *)links.Data();
  request.nlinks = (uint32_t)links.ElementLength() / (sizeof(TraceLink) / 4);
  Napi::Uint32Array roots = in.Get("roots").As<Napi::Uint32Array>();
  request.roots = (const uint64_t *)roots.Data();
  request.nroots = (uint32_t)roots.ElementLength() / 2;
  pending_block_ = {};
  int32_t id = jit_install(ctx_, &request);
  if (id >= 0)
    perf_dump_code(in.Get("name").ToString().Utf8Value().c_str(), request.block.exec, request.block.exec,
                   bytes.ByteLength());
  return Napi::Number::New(env, id);
}

/* jitWatchDict(trace, dict lo, hi, key lo, hi) -> boolean */
Napi::Value Context::JitWatchDict(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(),
                            watch_dict_key(ctx_, Word(info, 1), Word(info, 3), info[0].ToNumber().Uint32Value()));
}

/* jitWatchClass(trace, class lo, hi) -> boolean */
Napi::Value Context::JitWatchClass(const Napi::CallbackInfo &info) {
  return Napi::Boolean::New(info.Env(), watch_class(ctx_, (Class *)Word(info, 1), info[0].ToNumber().Uint32Value()));
}

/* jitBreakWatch(dict lo, hi, key lo, hi): invalidates the traces that depend on dict[key] */
Napi::Value Context::JitBreakWatch(const Napi::CallbackInfo &info) {
  dict_notify_watchers(ctx_, (Dict *)Word(info, 0), Word(info, 2));
  return info.Env().Undefined();
}

/* jitControl(what, argument): 'failed'; 'hopeless'; 'exit-threshold' n; 'invalidate' id; 'perf' folder -> boolean */
Napi::Value Context::JitControl(const Napi::CallbackInfo &info) {
  std::string what = info[0].ToString();
  Jit *jit = jit_of(ctx_);
  bool ok = jit != nullptr;
  if (what == "perf") ok = perf_dump_open(info[1].ToString().Utf8Value().c_str());
  else if (ok && what == "failed") jit_recording_failed(ctx_);
  else if (ok && what == "hopeless") jit_recording_hopeless(ctx_);
  else if (ok && what == "exit-threshold") jit->exit_threshold = info[1].ToNumber().Uint32Value();
  else if (ok && what == "invalidate") jit_invalidate(ctx_, info[1].ToNumber().Uint32Value());
  return Napi::Boolean::New(info.Env(), ok);
}

/* jitStats() -> [traces, exits taken, recordings, invalidated, code bytes, next exit number] */
Napi::Value Context::JitStats(const Napi::CallbackInfo &info) {
  Jit *jit = jit_of(ctx_);
  if (!jit) return info.Env().Null();
  return Numbers(info.Env(), {(double)jit->ntraces, (double)jit->exits_taken, (double)jit->recordings,
                              (double)jit->invalidated, (double)code_memory_used(), (double)jit->nexits});
}

void Context::AddJitMethods(std::vector<PropertyDescriptor> &methods) {
  methods.insert(methods.end(), {
                                    InstanceMethod("jitRecording", &Context::JitRecording),
                                    InstanceMethod("jitCodeUnits", &Context::JitCodeUnits),
                                    InstanceMethod("jitIsObject", &Context::JitIsObject),
                                    InstanceMethod("jitDescribe", &Context::JitDescribe),
                                    InstanceMethod("jitShape", &Context::JitShape),
                                    InstanceMethod("jitPart", &Context::JitPart),
                                    InstanceMethod("jitCanonicalShapes", &Context::JitCanonicalShapes),
                                    InstanceMethod("jitSuperMethod", &Context::JitSuperMethod),
                                    InstanceMethod("jitAttribute", &Context::JitAttribute),
                                    InstanceMethod("jitBinaryMethod", &Context::JitBinaryMethod),
                                    InstanceMethod("jitStoreAttribute", &Context::JitStoreAttribute),
                                    InstanceMethod("jitFindGlobal", &Context::JitFindGlobal),
                                    InstanceMethod("jitSymbols", &Context::JitSymbols),
                                    InstanceMethod("jitAllocate", &Context::JitAllocate),
                                    InstanceMethod("jitInstall", &Context::JitInstall),
                                    InstanceMethod("jitWatchDict", &Context::JitWatchDict),
                                    InstanceMethod("jitWatchClass", &Context::JitWatchClass),
                                    InstanceMethod("jitBreakWatch", &Context::JitBreakWatch),
                                    InstanceMethod("jitControl", &Context::JitControl),
                                    InstanceMethod("jitStats", &Context::JitStats),
                                });
}
