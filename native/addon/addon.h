/* The N-API binding: one JavaScript class, `Context`, around one Ctx. It decides nothing; ts/native has its types and
 * ts/api gives it meaning. */
#pragma once
#include <napi.h>

#include <memory>
#include <vector>

#include "addon/handles.h"

extern "C" {
#include "core/ctx.h"
#include "jit/code_memory.h"
}

typedef ::Value PyValue; /* Napi::ObjectWrap has a member named Value */

class Context : public Napi::ObjectWrap<Context> {
public:
  static Napi::Function Init(Napi::Env env);
  explicit Context(const Napi::CallbackInfo &info);
  ~Context() override;

  Ctx *ctx() const { return ctx_; }
  bool Alive(Napi::Env env) const; /* throws Error when disposed */

  /* convert.cc. V_NULL / empty value: an exception (Python's in ctx, or JavaScript's pending in env) is set. */
  Napi::Value ToJs(Napi::Env env, PyValue v, int depth = 0);
  PyValue FromJs(Napi::Env env, Napi::Value v, int depth = 0);
  Napi::Value ThrowPython(Napi::Env env); /* turns ctx->exc into a pending JavaScript PythonError */
  void RaiseFromJs(Napi::Env env);        /* turns the pending JavaScript exception into a Python one */
  Napi::Value Handle(Napi::Env env, PyValue v) { return handles_.Make(env, v); }
  bool HandleValue(Napi::Value v, PyValue *out) { return handles_.Find(v, out); }

  /* lifetime.cc */
  void ReportMemory(
      Napi::Env env); /* tells the engine how much memory hangs on this object, when that has changed enough */
  void TellGone(Napi::Env env); /* tells TypeScript which code objects and traces are gone */

  /* Host callbacks need the environment of the call that is running. The references are weak: what the functions refer
   * to includes this object, which the engine could never collect otherwise. The JavaScript object keeps them. */
  Napi::FunctionReference on_write_, on_load_module_, on_compile_, on_jit_, on_read_line_, on_source_text_, on_gone_,
      python_error_, on_stopped_, on_look_;
  Napi::ObjectReference pending_error_; /* a JavaScript exception on its way through Python code */
  Handles handles_;
  bool closing_ = false;                           /* being collected: no JavaScript may run */
  int entered_ = 0;                                /* nesting of calls into this context */
  int64_t entry_timeout_ = 0;                      /* nanoseconds that the outermost call may take; 0 = any time */
  std::vector<std::unique_ptr<StopScope>> limits_; /* that are open: openLimit */
  void ThrowStopped(Napi::Env env);                /* if a scope was stopped: replaces the pending exception */

private:
  /* lifetime.cc */
  Napi::Value Dispose(const Napi::CallbackInfo &info);
  Napi::Value Statistics(const Napi::CallbackInfo &info);

  /* context.cc */
  Napi::Value Collect(const Napi::CallbackInfo &info);
  Napi::Value HeapUsed(const Napi::CallbackInfo &info);

  /* memory.cc */
  Napi::Value MemoryHold(const Napi::CallbackInfo &info);
  Napi::Value MemoryRoom(const Napi::CallbackInfo &info);
  Napi::Value MemoryFail(const Napi::CallbackInfo &info);

  /* running.cc */
  Napi::Value LoadCode(const Napi::CallbackInfo &info);
  Napi::Value Run(const Napi::CallbackInfo &info);
  Napi::Value Execute(const Napi::CallbackInfo &info);
  Napi::Value Import(const Napi::CallbackInfo &info);
  Napi::Value SetArgv(const Napi::CallbackInfo &info);
  Napi::Value SetPath(const Napi::CallbackInfo &info);
  Napi::Value Flush(const Napi::CallbackInfo &info);
  Napi::Value ReadLine(const Napi::CallbackInfo &info);

  /* globals.cc */
  Napi::Value GetGlobal(const Napi::CallbackInfo &info);
  Napi::Value SetGlobal(const Napi::CallbackInfo &info);
  Napi::Value DeleteGlobal(const Napi::CallbackInfo &info);
  Napi::Value GlobalNames(const Napi::CallbackInfo &info);
  Napi::Value ClearGlobals(const Napi::CallbackInfo &info);

  /* objects.cc */
  Napi::Value Call(const Napi::CallbackInfo &info);
  Napi::Value GetAttr(const Napi::CallbackInfo &info);
  Napi::Value Repr(const Napi::CallbackInfo &info);
  Napi::Value TypeName(const Napi::CallbackInfo &info);

  /* interrupts.cc */
  Napi::Value Interrupt(const Napi::CallbackInfo &info);
  Napi::Value TakeInterrupt(const Napi::CallbackInfo &info);
  Napi::Value CatchSigint(const Napi::CallbackInfo &info);

  /* stops.cc */
  Napi::Value OpenLimit(const Napi::CallbackInfo &info);
  Napi::Value CloseLimit(const Napi::CallbackInfo &info);
  Napi::Value StopLimit(const Napi::CallbackInfo &info);
  Napi::Value StopWanted(const Napi::CallbackInfo &info);
  Napi::Value StopHandle(const Napi::CallbackInfo &info);

  /* jit_binding.cc */
  static void AddJitMethods(std::vector<PropertyDescriptor> &methods);
  Napi::Value JitRecording(const Napi::CallbackInfo &info);
  Napi::Value JitCodeUnits(const Napi::CallbackInfo &info);
  Napi::Value JitSymbols(const Napi::CallbackInfo &info);
  Napi::Value JitAllocate(const Napi::CallbackInfo &info);
  Napi::Value JitInstall(const Napi::CallbackInfo &info);
  Napi::Value JitWatchDict(const Napi::CallbackInfo &info);
  Napi::Value JitWatchClass(const Napi::CallbackInfo &info);
  Napi::Value JitBreakWatch(const Napi::CallbackInfo &info);
  Napi::Value JitControl(const Napi::CallbackInfo &info);
  Napi::Value JitStats(const Napi::CallbackInfo &info);

  /* jit_world.cc */
  Napi::Value JitIsValue(const Napi::CallbackInfo &info);
  Napi::Value CodeObject(const Napi::CallbackInfo &info);
  Napi::Value JitDescribe(const Napi::CallbackInfo &info);
  Napi::Value JitShape(const Napi::CallbackInfo &info);
  Napi::Value JitPart(const Napi::CallbackInfo &info);
  Napi::Value JitCanonicalShapes(const Napi::CallbackInfo &info);
  Napi::Value JitSuperMethod(const Napi::CallbackInfo &info);
  Napi::Value JitAttribute(const Napi::CallbackInfo &info);
  Napi::Value JitBinaryMethod(const Napi::CallbackInfo &info);
  Napi::Value JitStoreAttribute(const Napi::CallbackInfo &info);
  Napi::Value JitFindGlobal(const Napi::CallbackInfo &info);

  bool MakeMain(); /* false: no memory */

  /* lifetime.cc */
  void Register(Napi::Env env);
  size_t DisposeNow(Napi::Env env); /* bytes that were not given back: 0, or a leak */
  void DisposeDropped(Napi::Env env);

  PyValue GlobalsDict();

  Ctx *ctx_ = nullptr;
  uint32_t id_ = 0; /* in the table of stops.cc */
  PyValue main_module_ = V_NULL;
  size_t held_by_js_ = 0; /* charged by memoryHold */
  /* From jitAllocate to jitInstall. */
  void ReleasePending();
  CodeBlock pending_block_ = {};
  uint32_t pending_exit_ = 0, pending_exits_ = 0;

  int64_t reported_ = 0;                             /* bytes that the engine knows of */
  std::shared_ptr<std::vector<Context *>> contexts_; /* of the thread, this one included */
};

/* interrupts.cc */
void GiveSigintBack(Ctx *ctx); /* if ctx has the signal */
