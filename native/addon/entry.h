/* Every method that may run Python code opens with an Entry and returns undefined unless it is ok(). An Entry refuses a
 * context that was disposed and sets up the thread; the end of the outermost one flushes output and throws an error of
 * the compiler that had to wait. What was stopped inside one (core/stop.h) ends with the error of that stop. */
#pragma once
#include "addon/addon.h"

class Entry {
public:
  Entry(Context *self, Napi::Env env);
  ~Entry();
  bool ok() const { return ok_; }

private:
  Context *self_;
  Napi::Env env_;
  bool ok_;
  PyValue handled_; /* a program whose handlers are skipped leaves ctx->handled as it was inside them */
  StopScope scope_; /* the outermost entry's, for the default time limit and whatever else stops it */
};
