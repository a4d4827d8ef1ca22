/* The N-API binding: one JavaScript class, `Context`, around one Ctx. It decides nothing; ts/native has its types and
 * ts/api gives it meaning. */
#pragma once
#include <napi.h>

#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "addon/checked.h"
#include "addon/values/handles.h"

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

  /* to_js.cc. TryToJs returns nullptr with an exception set: Python's in ctx, or JavaScript's pending in env. ToJs
   * throws it. */
  Napi::Value ToJs(Napi::Env env, PyValue v);
  napi_value TryToJs(Napi::Env env, PyValue v, bool lenient = false);
  bool NewBytes(Napi::Env env, int64_t length, napi_value *bytes);
  bool EngineRoom(Napi::Env env, double *room);

  /* from_js.cc. V_NULL: an exception is set, Python's in ctx or JavaScript's pending in env. */
  PyValue FromJs(Napi::Env env, Napi::Value v, int depth = 0);
  PyValue NameFromJs(Napi::Env env, Napi::Value v, const char *what);

  /* errors.cc */
  Napi::Value ThrowPython(Napi::Env env); /* turns ctx->exc into a pending JavaScript exception, if none is pending */
  void RaiseFromJs(Napi::Env env);        /* turns the pending JavaScript exception into a Python one */
  PyValue ErrorFromJs(Napi::Env env, napi_value text, napi_value value);
  bool ThrownValue(Napi::Env env, PyValue exc, napi_value *value); /* false: exc is not of JavaScript */
  void ForgetDead(Napi::Env env);

  Napi::Value Handle(Napi::Env env, PyValue v) { return handles_.Make(env, v); }
  bool HandleValue(Napi::Value v, PyValue *out) { return handles_.Find(v, out); }

  /* lifetime.cc */
  void ReportMemory(
      Napi::Env env); /* tells the engine how much memory hangs on this object, when that has changed enough */
  void TellGone(Napi::Env env); /* tells TypeScript which code objects and traces are gone */

  /* Host callbacks need the environment of the call that is running. The references are weak: what the functions refer
   * to includes this object, which the engine could never collect otherwise. The JavaScript object keeps them. */
  Napi::FunctionReference on_write_, on_load_module_, on_compile_, on_jit_, on_read_line_, on_source_text_, on_gone_,
      on_error_, on_thrown_, on_bytes_, on_room_, on_stopped_, on_look_, on_ask_;
  std::string unread_;                  /* what is left of a line that readLine() returned */
  Napi::ObjectReference pending_error_; /* a JavaScript exception on its way through Python code */
  Handles handles_;
  /* What JavaScript threw into Python, by the slot that its exception remembers */
  struct {
    Napi::ObjectReference values; /* an array of JavaScript's */
    uint32_t count = 0;
    std::vector<uint32_t> dead; /* slots of collected exceptions */
    size_t cleared = 0;         /* so many of these are empty in the array too */
  } thrown_;
  bool grants_files_ = false;                      /* any file: questions about paths need not be asked */
  bool closing_ = false;                           /* being collected: no JavaScript may run */
  int entered_ = 0;                                /* nesting of calls into this context */
  int64_t entry_timeout_ = 0;                      /* nanoseconds that the outermost call may take; 0 = any time */
  std::vector<std::unique_ptr<StopScope>> limits_; /* that are open: openLimit */
  void ThrowStopped(Napi::Env env);                /* if a scope was stopped: replaces the pending exception */

private:
  bool KeepThrown(Napi::Env env, PyValue exc, napi_value value);
  PyValue NodeFromJs(Napi::Env env, napi_value node, int depth);
  Napi::Value DescribeException(const Napi::CallbackInfo &info);

  /* Methods as JavaScript calls them: no exception of C++ gets out. */
  template <Napi::Value (Context::*Method)(const Napi::CallbackInfo &)>
  Napi::Value Guarded(const Napi::CallbackInfo &info) {
    try {
      return (this->*Method)(info);
    } catch (const std::exception &error) {
      ThrowError(info.Env(), "pystitch: %s", error.what());
      return info.Env().Undefined();
    }
  }
  /* The same for methods that need a living context and have no Entry. */
  template <Napi::Value (Context::*Method)(const Napi::CallbackInfo &)>
  Napi::Value Living(const Napi::CallbackInfo &info) {
    return Alive(info.Env()) ? Guarded<Method>(info) : info.Env().Undefined();
  }

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

  /* kept.cc */
  bool OpenLibrary(Napi::Env env, Napi::Value folder, bool unoptimized);
  bool OpenKept(Napi::Env env, Napi::Value folder, Napi::Value how);
  Napi::Value TakeStamp(const Napi::CallbackInfo &info);
  Napi::Value HasKept(const Napi::CallbackInfo &info);

  /* running.cc */
  Napi::Value LoadCode(const Napi::CallbackInfo &info);
  Napi::Value Run(const Napi::CallbackInfo &info);
  Napi::Value Execute(const Napi::CallbackInfo &info);
  Napi::Value Import(const Napi::CallbackInfo &info);
  Napi::Value SetArgv(const Napi::CallbackInfo &info);
  Napi::Value SetPath(const Napi::CallbackInfo &info);
  Napi::Value SetCommand(const Napi::CallbackInfo &info);
  PyValue ListArgument(const Napi::CallbackInfo &info, const char *what);
  Napi::Value Flush(const Napi::CallbackInfo &info);
  Napi::Value EndProgram(const Napi::CallbackInfo &info);
  Napi::Value WarnSyntax(const Napi::CallbackInfo &info);
  Napi::Value ReadLine(const Napi::CallbackInfo &info);

  /* globals.cc */
  Napi::Value GetGlobal(const Napi::CallbackInfo &info);
  Napi::Value SetGlobal(const Napi::CallbackInfo &info);
  Napi::Value DeleteGlobal(const Napi::CallbackInfo &info);
  Napi::Value GlobalNames(const Napi::CallbackInfo &info);
  Napi::Value ClearGlobals(const Napi::CallbackInfo &info);

  /* objects.cc */
  bool HandleArgument(const Napi::CallbackInfo &info, const char *method, PyValue *out);
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

  /* jit/binding.cc */
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

  /* jit/world.cc */
  Napi::Value JitIsValue(const Napi::CallbackInfo &info);
  Napi::Value CodeObject(const Napi::CallbackInfo &info);
  Napi::Value JitDescribe(const Napi::CallbackInfo &info);
  Napi::Value JitShape(const Napi::CallbackInfo &info);
  Napi::Value JitPart(const Napi::CallbackInfo &info);
  Napi::Value JitCanonicalShapes(const Napi::CallbackInfo &info);
  Napi::Value JitSuperMethod(const Napi::CallbackInfo &info);
  Napi::Value JitAttribute(const Napi::CallbackInfo &info);
  Napi::Value JitSpecialMethod(const Napi::CallbackInfo &info);
  Napi::Value JitClassAttribute(const Napi::CallbackInfo &info);
  Napi::Value JitBlankClass(const Napi::CallbackInfo &info);
  Napi::Value JitIsInstance(const Napi::CallbackInfo &info);
  Napi::Value JitCatches(const Napi::CallbackInfo &info);
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
void GiveSigintBack(Ctx *ctx);                      /* if ctx has the signal; others that it took too */
int HostSignal(void *data, int signal, int action); /* Host.signal of core/ctx.h */
