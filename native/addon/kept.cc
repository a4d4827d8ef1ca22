/* The standard library, and the folder of compiled modules, which TypeScript writes and native/import/kept_code.h
 * reads. */
#include "addon/addon.h"

extern "C" {
#include "import/kept_code.h"
}

#include <string.h>

/* The folder is a string, or undefined: then there is no standard library. */
bool Context::OpenLibrary(Napi::Env env, Napi::Value folder, bool unoptimized) {
  if (folder.IsUndefined()) return true;
  Utf8Text path(ctx_);
  return path.Read(env, folder, "library") && library_open(ctx_, path.bytes, unoptimized);
}

/* Both are strings, or the folder is undefined: then nothing is kept. */
bool Context::OpenKept(Napi::Env env, Napi::Value folder, Napi::Value how) {
  if (folder.IsUndefined()) return true;
  Utf8Text path(ctx_), compiler(ctx_);
  return path.Read(env, folder, "keptFolder") && compiler.Read(env, how, "keptHow") &&
         kept_code_open(ctx_, path.bytes, compiler.bytes);
}

/* takeStamp(name): the stamp of the file that has just been looked for in vain under this name, or undefined. */
Napi::Value Context::TakeStamp(const Napi::CallbackInfo &info) {
  const uint8_t *name;
  size_t size;
  if (!ReadBytes(info.Env(), info[0], "the name of an entry", &name, &size)) return info.Env().Undefined();
  Stamp stamp;
  if (size != KEPT_DIGEST_BYTES || !kept_code_take_stamp(ctx_, name, &stamp)) return info.Env().Undefined();
  return Napi::Buffer<uint8_t>::Copy(info.Env(), (const uint8_t *)&stamp, sizeof stamp);
}

/* hasKept(filename): is there code of this file that was kept? */
Napi::Value Context::HasKept(const Napi::CallbackInfo &info) {
  Utf8Text filename(ctx_);
  if (!filename.Read(info.Env(), info[0], "filename")) return info.Env().Undefined();
  return Napi::Boolean::New(info.Env(), kept_code_has(ctx_, filename.bytes));
}
