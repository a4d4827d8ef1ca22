/* Python objects that JavaScript holds: a handle is an N-API external whose address is no address but says which table
 * and which slot of it. The object lives as long as the handle.
 *
 * Node runs finalizers when its event loop turns, which a program that calls Python in a synchronous loop does not let
 * it do. So handles have none: the table knows each by a weak reference, which the engine's collector clears at once,
 * and looks for cleared ones when as many handles again have been made as survived the last look. */
#pragma once
#include <napi.h>

#include <vector>

extern "C" {
#include "core/ctx.h"
}

class Handles {
public:
  Handles();
  Handles(const Handles &) = delete;
  Handles &operator=(const Handles &) = delete;

  Napi::Value Make(Napi::Env env, ::Value v);
  /* False: not a handle of this table. */
  bool Find(const Napi::Value &handle, ::Value *out) const;
  void Mark(Ctx *ctx) const;
  /* Forgets all objects; their handles are none of this table any more. */
  void Clear(Napi::Env env);
  size_t live() const { return slots_.size() - free_.size(); }
  void Sweep(Napi::Env env);

private:
  struct Slot {
    ::Value value; /* V_NULL: free */
    napi_ref weak; /* to the external */
  };
  uint64_t table_; /* which table, in the bits of an external's address above those of the slot */
  std::vector<Slot> slots_;
  std::vector<uint32_t> free_;
  size_t next_sweep_;
};
