/* Every method that may run Python code opens with an Entry and returns undefined unless it is ok(). An Entry refuses a
 * context that was disposed and sets up the thread; the end of the outermost one flushes output and throws an error of
 * the compiler that had to wait. */
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
};
