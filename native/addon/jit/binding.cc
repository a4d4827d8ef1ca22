/* What the trace compiler gets from tier 2 (native/jit) and tells it: recordings in, machine code out, watches. The
 * arrays returned are documented in ts/native/jit.ts. Nothing here decides anything. */
#include "addon/jit/words.h"

extern "C" {
#include "call/call.h"
#include "call/code_object.h"
#include "container/container.h"
#include "generated/opcodes.h"
#include "heap/memory.h"
#include "interp/interp.h"
#include "jit/jit.h"
#include "jit/perf_dump.h"
#include "object/object.h"
#include "object/watch.h"
}

/* jitRecording() -> { log, count, kind, code, unit, exit, parent, exitIndex, stackDepth, shapesFreed, func: [lo, hi],
 * moduleCode, sharedCode, stopCode, stopUnit, stopTrace, stopDepth } */
Napi::Value Context::JitRecording(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  Recorder *recorder = record_last(ctx_);
  Jit *jit = jit_of(ctx_);
  if (!recorder || !jit) return env.Null();
  Napi::Object out = Napi::Object::New(env);
  /* A copy: the next recording overwrites the log, and engines may forbid two external buffers at one address. */
  size_t bytes = recorder->n * sizeof(RecordEntry);
  Napi::ArrayBuffer log = Napi::ArrayBuffer::New(env, bytes);
  if (log.IsEmpty()) return env.Undefined();
  if (bytes) memcpy(log.Data(), recorder->entries, bytes);
  out.Set("log", log);
  out.Set("count", recorder->n);
  out.Set("kind", jit->anchor.kind);
  out.Set("code", jit->anchor.code);
  out.Set("unit", jit->anchor.unit);
  bool bridge = jit->anchor.kind == ANCHOR_BRIDGE && jit->anchor.exit != NO_EXIT;
  const TraceExit *exit = bridge ? &jit->exits[jit->anchor.exit] : nullptr;
  out.Set("exit", jit->anchor.exit);
  out.Set("parent", exit ? (double)exit->trace->executor.id : -1);
  out.Set("exitIndex", exit ? (double)exit->index : -1);
  out.Set("stackDepth", jit->anchor.stack_depth);
  out.Set("shapesFreed", ctx_->shapes_freed);
  out.Set("func", Numbers(env, {Lo(jit->anchor.function), Hi(jit->anchor.function)}));
  out.Set("moduleCode", jit->anchor.namespace_is_globals);
  out.Set("sharedCode", jit->anchor.code_is_shared);
  double stop_code = -1, stop_unit = -1, stop_trace = -1;
  if (recorder->stop_ip) {
    for (uint32_t i = ctx_->ncodes; i-- > 0;) {
      Code *code = ctx_->codes[i];
      if (!code || recorder->stop_ip < code->units || recorder->stop_ip >= code->units + code->nunits) continue;
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

/* jitCodeUnits(code) -> Uint16Array copy of the units as they are now, with the instruction that each ENTER_EXECUTOR
 * replaced */
Napi::Value Context::JitCodeUnits(const Napi::CallbackInfo &info) {
  uint32_t id = 0;
  if (!Index(info, 0, "jitCodeUnits(): code", ctx_->ncodes, &id)) return info.Env().Undefined();
  Code *code = ctx_->codes[id];
  if (!code) return info.Env().Null();
  Napi::Uint16Array out = Napi::Uint16Array::New(info.Env(), code->nunits);
  if (out.IsEmpty()) return info.Env().Undefined();
  if (code->nunits) memcpy(out.Data(), code->units, code->nunits * sizeof(CodeUnit));
  for (uint32_t i = 0; i < code->nexecutors; i++) {
    Trace *trace = (Trace *)code->executors[i];
    if (trace && trace->anchored) out.Data()[trace->unit] = trace->executor.original.cache;
  }
  return out;
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

void Context::ReleasePending() {
  if (!pending_block_.write) return;
  jit_code_free(ctx_, pending_block_);
  jit_release_exits(ctx_->jit, pending_exit_, pending_exits_);
  pending_block_ = {};
}

/* jitAllocate(bytes, exits) -> [size, exec lo, exec hi, number of the first exit], or why there is none: a reason of
 * ts/contract/give-up.ts */
Napi::Value Context::JitAllocate(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  Jit *jit = jit_of(ctx_);
  if (!jit || jit->off) return Napi::String::New(env, jit ? jit->off : GIVE_UP_OUT_OF_MEMORY);
  uint32_t bytes = 0, exits = 0;
  if (!Index(info, 0, "jitAllocate(): bytes", 1 << 30, &bytes)) return env.Undefined();
  if (!Index(info, 1, "jitAllocate(): exits", 1 << 24, &exits)) return env.Undefined();
  ReleasePending(); /* of a compilation that failed afterwards */
  if (!memory_charge(ctx_, code_memory_block_size(bytes))) return Napi::String::New(env, GIVE_UP_OUT_OF_MEMORY);
  CodeBlock block = code_memory_alloc(bytes);
  if (!block.write) {
    memory_discharge(ctx_, code_memory_block_size(bytes));
    return Napi::String::New(env, GIVE_UP_CODE_MEMORY_FULL);
  }
  pending_exits_ = exits;
  if (!jit_reserve_exits(jit, pending_exits_, &pending_exit_)) {
    jit_code_free(ctx_, block);
    return Napi::String::New(env, GIVE_UP_OUT_OF_MEMORY);
  }
  pending_block_ = block;
  Napi::Array out = Napi::Array::New(env, 4);
  out.Set(0u, (double)block.size);
  out.Set(1u, Lo((uint64_t)(uintptr_t)block.exec));
  out.Set(2u, Hi((uint64_t)(uintptr_t)block.exec));
  out.Set(3u, (double)pending_exit_);
  return out;
}

/* jitInstall({ kind, code, unit, exit, entryOffset, bytes, table, roots, stubs, links, name }) -> trace id, or −1. Uses
 * the block of the last jitAllocate. */
Napi::Value Context::JitInstall(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  if (!info[0].IsObject()) return ThrowTypeError(env, "jitInstall(): no request"), env.Undefined();
  Napi::Object in = info[0].As<Napi::Object>();
  auto words = [&](const char *name) {
    Napi::Value value = in.Get(name);
    bool good = value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == napi_uint32_array;
    if (!good) ThrowTypeError(env, "jitInstall(): %s must be a Uint32Array", name);
    return good ? value.As<Napi::Uint32Array>() : Napi::Uint32Array();
  };
  auto number = [&](const char *name) {
    uint32_t value = 0;
    ReadIndex(env, in.Get(name), name, 4294967295.0, &value);
    return value;
  };
  Napi::Uint32Array table = words("table"), stubs = words("stubs"), links = words("links"), roots = words("roots");
  const uint8_t *code = nullptr;
  size_t code_size = 0;
  ShortText name;
  if (env.IsExceptionPending() || !ReadBytes(env, in.Get("bytes"), "jitInstall(): bytes", &code, &code_size) ||
      !name.Read(env, in.Get("name"), "jitInstall(): name"))
    return env.Undefined();
  InstallRequest request = {};
  request.kind = (uint8_t)number("kind");
  request.code = number("code");
  request.unit = number("unit");
  request.parent_exit = number("exit");
  request.entry_offset = number("entryOffset");
  request.loop_exit = number("loopExit");
  if (env.IsExceptionPending()) return env.Undefined();
  if (!pending_block_.write || code_size > pending_block_.size) {
    ThrowError(env, "jitInstall: no code memory allocated for this trace");
    return env.Undefined();
  }
  memcpy(pending_block_.write, code, code_size);
  request.block = pending_block_;
  request.first_exit = pending_exit_;
  request.nexits = pending_exits_;
  request.table = (const ExitTable *)table.Data();
  request.table_bytes = table.ByteLength();
  request.stub_offsets = stubs.Data();
  request.nstubs = (uint32_t)stubs.ElementLength();
  request.links = (const TraceLink *)links.Data();
  request.nlinks = (uint32_t)links.ElementLength() / (sizeof(TraceLink) / 4);
  request.roots = (const uint64_t *)roots.Data();
  request.nroots = (uint32_t)roots.ElementLength() / 2;
  for (uint32_t i = 0; i < request.nroots; i++)
    if (is_cell(request.roots[i]) && !heap_is_cell(ctx_, request.roots[i])) return Napi::Number::New(env, -1);
  int32_t id = jit_install(ctx_, &request);
  if (id < 0) {
    ReleasePending();
  } else {
    pending_block_ = {};
    perf_dump_code(name.bytes, request.block.exec, request.block.exec, code_size);
  }
  return Napi::Number::New(env, id);
}

/* jitWatchDict(trace, dict lo, hi, key lo, hi) -> boolean */
Napi::Value Context::JitWatchDict(const Napi::CallbackInfo &info) {
  uint32_t trace = 0;
  if (!Index(info, 0, "jitWatchDict(): trace", 4294967296.0, &trace)) return info.Env().Undefined();
  PyValue dict = Object(ctx_, info, 1, KIND_DICT), key = Object(ctx_, info, 3, KIND_STR);
  return Napi::Boolean::New(info.Env(), dict && key && watch_dict_key(ctx_, dict, key, trace));
}

/* jitWatchClass(trace, class lo, hi) -> boolean */
Napi::Value Context::JitWatchClass(const Napi::CallbackInfo &info) {
  uint32_t trace = 0;
  if (!Index(info, 0, "jitWatchClass(): trace", 4294967296.0, &trace)) return info.Env().Undefined();
  PyValue cls = Object(ctx_, info, 1, KIND_CLASS);
  return Napi::Boolean::New(info.Env(), cls && watch_class(ctx_, (Class *)cls, trace));
}

/* jitBreakWatch(dict lo, hi, key lo, hi): invalidates the traces that depend on dict[key] */
Napi::Value Context::JitBreakWatch(const Napi::CallbackInfo &info) {
  PyValue dict = Object(ctx_, info, 0, KIND_DICT), key = Object(ctx_, info, 2, KIND_STR);
  if (dict && key) dict_notify_watchers(ctx_, (Dict *)dict, key);
  return info.Env().Undefined();
}

/* jitControl(what, argument): 'failed'; 'hopeless'; 'exit-threshold' n; 'project'; 'budget' n; 'invalidate' id; 'perf'
 * folder -> boolean */
Napi::Value Context::JitControl(const Napi::CallbackInfo &info) {
  ShortText text;
  Utf8Text folder(ctx_);
  uint32_t number = 0;
  if (!text.Read(info.Env(), info[0], "jitControl(): what")) return info.Env().Undefined();
  std::string what = text.bytes;
  if (what == "perf" ? !folder.Read(info.Env(), info[1], "jitControl(): folder")
                     : !info[1].IsUndefined() && !Index(info, 1, "jitControl(): argument", 4294967296.0, &number))
    return info.Env().Undefined();
  Jit *jit = jit_of(ctx_);
  bool ok = jit != nullptr;
  if (what == "perf") ok = perf_dump_open(folder.bytes);
  else if (ok && what == "failed") jit_recording_failed(ctx_);
  else if (ok && what == "hopeless") jit_recording_hopeless(ctx_);
  else if (what == "code-limit") code_memory_set_limit(number);
  else if (ok && what == "exit-threshold") jit->exit_threshold = number;
  else if (ok && what == "project") jit->projects = true;
  else if (ok && what == "budget") jit->has_budget = true, jit->free_compiling = number;
  else if (ok && what == "invalidate") jit_invalidate(ctx_, number);
  return Napi::Boolean::New(info.Env(), ok);
}

/* jitStats() -> [traces, exits taken, recordings, invalidated, bytes of code, evicted]: all that there were so far */
Napi::Value Context::JitStats(const Napi::CallbackInfo &info) {
  Jit *jit = jit_of(ctx_);
  if (!jit) return info.Env().Null();
  return Numbers(info.Env(), {(double)jit->next_id, (double)jit->exits_taken, (double)jit->recordings,
                              (double)jit->invalidated, (double)jit->code_bytes, (double)jit->evicted});
}

/* As compiled: nothing specialized, caches empty. */
static Napi::Uint16Array CompiledUnits(Napi::Env env, const Code *code) {
  Napi::Uint16Array out = Napi::Uint16Array::New(env, code->nunits);
  if (!out.IsEmpty() && code->nunits) code_copy_units(code, (CodeUnit *)out.Data());
  return out;
}

/* codeObject(id) -> NativeCode of ts/native/addon.ts */
Napi::Value Context::CodeObject(const Napi::CallbackInfo &info) {
  Napi::Env env = info.Env();
  uint32_t id = 0;
  if (!Index(info, 0, "codeObject(): id", ctx_->ncodes, &id)) return info.Env().Undefined();
  Code *code = ctx_->codes[id];
  if (!code) return info.Env().Null();
  if (!code_read(ctx_, code)) return ThrowPython(env);
  auto text = [&](PyValue s) { return ToJs(env, s); };
  auto texts = [&](PyValue tuple) {
    Napi::Array array = Napi::Array::New(env, tuple_length(tuple));
    for (int64_t i = 0; i < tuple_length(tuple); i++) array[(uint32_t)i] = text(tuple_item(tuple, i));
    return array;
  };
  auto bytes = [&](const void *from, size_t n) {
    Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(env, n);
    if (n && !buffer.IsEmpty()) memcpy(buffer.Data(), from, n);
    return buffer;
  };
  Napi::Object out = Napi::Object::New(env);
  out.Set("name", text(code->name));
  out.Set("qualname", text(code->qualname));
  out.Set("filename", text(code->filename));
  out.Set("numbers", Numbers(env, {(double)code->firstlineno, (double)code->argcount, (double)code->posonly,
                                   (double)code->kwonly, (double)code->flags, (double)code->stacksize}));
  out.Set("localsplusNames", texts(code->localsplus_names));
  out.Set("localsplusKinds",
          Napi::Uint8Array::New(env, code->nlocalsplus, bytes(code->local_kinds, code->nlocalsplus), 0));
  out.Set("names", texts(code->names));
  out.Set("units", CompiledUnits(env, code));
  uint32_t words = code->nexc * (sizeof(ExcRange) / 4);
  out.Set("exceptions", Napi::Uint32Array::New(env, words, bytes(code->exc, words * 4), 0));
  out.Set("positions", Napi::Uint8Array::New(env, code->npositions, bytes(code->positions, code->npositions), 0));
  return out;
}

void Context::AddJitMethods(std::vector<PropertyDescriptor> &methods) {
  methods.insert(methods.end(),
                 {
                     InstanceMethod<&Context::Living<&Context::JitRecording>>("jitRecording"),
                     InstanceMethod<&Context::Living<&Context::CodeObject>>("codeObject"),
                     InstanceMethod<&Context::Living<&Context::JitCodeUnits>>("jitCodeUnits"),
                     InstanceMethod<&Context::Living<&Context::JitIsValue>>("jitIsValue"),
                     InstanceMethod<&Context::Living<&Context::JitDescribe>>("jitDescribe"),
                     InstanceMethod<&Context::Living<&Context::JitShape>>("jitShape"),
                     InstanceMethod<&Context::Living<&Context::JitPart>>("jitPart"),
                     InstanceMethod<&Context::Living<&Context::JitCanonicalShapes>>("jitCanonicalShapes"),
                     InstanceMethod<&Context::Living<&Context::JitSuperMethod>>("jitSuperMethod"),
                     InstanceMethod<&Context::Living<&Context::JitAttribute>>("jitAttribute"),
                     InstanceMethod<&Context::Living<&Context::JitSpecialMethod>>("jitSpecialMethod"),
                     InstanceMethod<&Context::Living<&Context::JitClassAttribute>>("jitClassAttribute"),
                     InstanceMethod<&Context::Living<&Context::JitBlankClass>>("jitBlankClass"),
                     InstanceMethod<&Context::Living<&Context::JitIsInstance>>("jitIsInstance"),
                     InstanceMethod<&Context::Living<&Context::JitCatches>>("jitCatches"),
                     InstanceMethod<&Context::Living<&Context::JitStoreAttribute>>("jitStoreAttribute"),
                     InstanceMethod<&Context::Living<&Context::JitFindGlobal>>("jitFindGlobal"),
                     InstanceMethod<&Context::Living<&Context::JitSymbols>>("jitSymbols"),
                     InstanceMethod<&Context::Living<&Context::JitAllocate>>("jitAllocate"),
                     InstanceMethod<&Context::Living<&Context::JitInstall>>("jitInstall"),
                     InstanceMethod<&Context::Living<&Context::JitWatchDict>>("jitWatchDict"),
                     InstanceMethod<&Context::Living<&Context::JitWatchClass>>("jitWatchClass"),
                     InstanceMethod<&Context::Living<&Context::JitBreakWatch>>("jitBreakWatch"),
                     InstanceMethod<&Context::Living<&Context::JitControl>>("jitControl"),
                     InstanceMethod<&Context::Living<&Context::JitStats>>("jitStats"),
                 });
}
