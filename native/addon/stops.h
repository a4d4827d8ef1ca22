/* Stopping Python from outside: stops.cc. */
#pragma once
#include "addon/addon.h"

/* The table of the process's contexts: the number by which another thread stops one. */
uint32_t RegisterContext(Ctx *ctx);
void UnregisterContext(uint32_t id);
void AddStopFunctions(Napi::Env env, Napi::Object exports);
/* Can the thread be ended from another one? */
bool IsWorker(napi_env env);
/* false: V8 is ending the thread; calls of JavaScript fail from now on. */
bool ThreadGoesOn(Context *self);
/* The same, remembered: after it returned true everything in the context is stopped. To be asked when a call of
 * JavaScript has failed, before anything else of N-API. */
bool ThreadEnds(Context *self);
/* Calls a callback of the options. false: it threw, which env has pending, or the thread ends. */
bool CallHost(Context *self, const Napi::FunctionReference &function, std::initializer_list<napi_value> args,
              Napi::Value *result);
int64_t Nanoseconds(double milliseconds); /* 0 for none */
