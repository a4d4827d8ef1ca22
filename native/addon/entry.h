/* Every method that runs Python code, or may, opens with an Entry and returns undefined unless it is ok(). It refuses a
 * context that was disposed, sets up the thread, and when the outermost one ends, flushes output and throws the
 * compiler's defects that had to wait. */
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
