/* Module _random: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), with the sequences of CPython for each
 * seed: seeds are absolute values in 32-bit words, floats have 53 bits of two outputs. */
#include "modules/module.h"
#include <errno.h>
#include <string.h>

enum { WORDS = 624, OFFSET = 397 };

typedef struct Random {
  Cell h;
  uint32_t index; /* of the next word; WORDS: all are used */
  uint32_t word[WORDS];
} Random;
#define AS_RANDOM(v) ((Random *)(v))

typedef struct RandomState {
  Class *random;
} RandomState;

/* ---- the generator ---- */

static void refill(Random *r) {
  uint32_t *w = r->word;
  for (int k = 0; k < WORDS; k++) {
    uint32_t y = (w[k] & 0x80000000u) | (w[(k + 1) % WORDS] & 0x7fffffffu);
    w[k] = w[(k + OFFSET) % WORDS] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
  }
  r->index = 0;
}

static inline uint32_t output(Random *r) {
  if (UNLIKELY(r->index >= WORDS)) refill(r);
  uint32_t y = r->word[r->index++];
  y ^= y >> 11;
  y ^= y << 7 & 0x9d2c5680u;
  y ^= y << 15 & 0xefc60000u;
  return y ^ y >> 18;
}

static void seed_word(Random *r, uint32_t s) {
  r->word[0] = s;
  for (uint32_t i = 1; i < WORDS; i++) r->word[i] = 1812433253u * (r->word[i - 1] ^ r->word[i - 1] >> 30) + i;
  r->index = WORDS;
}

/* false = exception, a stop */
static bool seed_words(Ctx *ctx, Random *r, const uint32_t *key, size_t n) {
  uint32_t *w = r->word;
  size_t i = 1, j = 0;
  seed_word(r, 19650218u);
  for (size_t k = n > WORDS ? n : WORDS; k; k--) {
    w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
    if (++i >= WORDS) w[0] = w[WORDS - 1], i = 1;
    if (++j >= n) j = 0;
    if (!CHECK_STOP_AT(ctx, k)) return false;
  }
  for (size_t k = WORDS - 1; k; k--) {
    w[i] = (w[i] ^ (w[i - 1] ^ w[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
    if (++i >= WORDS) w[0] = w[WORDS - 1], i = 1;
  }
  w[0] = 0x80000000u;
  return true;
}

/* ---- seeds ---- */

static bool seed_unknown(Ctx *ctx, Random *r) {
  uint32_t key[WORDS];
  if (!host_random(ctx, key, sizeof key, 0)) return raise_os_error(ctx, V_NULL, V_NULL), false;
  return seed_words(ctx, r, key, WORDS);
}

/* The magnitude of an int, least significant word first. */
static bool seed_int(Ctx *ctx, Random *r, Value n) {
  if (is_int(n)) {
    int64_t i = int_val(n);
    uint64_t magnitude = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    uint32_t key[2] = {(uint32_t)magnitude, (uint32_t)(magnitude >> 32)};
    return seed_words(ctx, r, key, key[1] ? 2 : 1);
  }
  BigInt *big = (BigInt *)n;
  size_t words = big->nlimbs * 2;
  uint32_t *key = memory_new(ctx, words * sizeof *key);
  if (!key) return raise_no_memory(ctx), false;
  bool done = true;
  for (size_t i = 0; i < words && done; i++) {
    key[i] = (uint32_t)(big->limbs[i / 2] >> (i & 1 ? 32 : 0));
    done = CHECK_STOP_AT(ctx, i);
  }
  done = done && seed_words(ctx, r, key, words - !key[words - 1]);
  memory_free(ctx, key);
  return done;
}

static bool seed(Ctx *ctx, Random *r, Value arg) {
  if (!arg || arg == V_NONE) return seed_unknown(ctx, r);
  if (is_int_value(ctx, arg)) return seed_int(ctx, r, int_unwrap(ctx, arg));
  uint64_t hash;
  if (!object_hash(ctx, arg, &hash)) return false;
  Value n = int_from_u64(ctx, hash);
  return n && seed_int(ctx, r, n);
}

/* ---- the class ---- */

static Value random_new(Ctx *ctx, Class *cls, const Value *args, uint32_t nargs, Value kwnames) {
  RandomState *state = module_state(ctx, &module__random);
  if (kwcount(kwnames) && cls->ops.init == state->random->ops.init)
    return refuse_keywords(ctx, "Random", kwnames), V_NULL;
  if (nargs > 1) return raise_arity(ctx, "Random", 0, 1, nargs), V_NULL;
  Random *r = (Random *)instance_new(ctx, cls);
  return r && seed(ctx, r, nargs ? args[0] : V_NULL) ? VAL(r) : V_NULL;
}
static bool random_init(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames) {
  UNUSED(ctx), UNUSED(self), UNUSED(args), UNUSED(nargs), UNUSED(kwnames);
  return true;
}
static void random_trace(Ctx *ctx, Value self) { UNUSED(ctx), UNUSED(self); }

METHOD(m_seed) { return seed(ctx, AS_RANDOM(self), nargs ? args[0] : V_NULL) ? V_NONE : V_NULL; }

METHOD(m_random) {
  uint32_t high = output(AS_RANDOM(self)) >> 5, low = output(AS_RANDOM(self)) >> 6;
  return float_new(ctx, ((double)high * 67108864.0 + (double)low) * (1.0 / 9007199254740992.0));
}

/* More than 62 bits: words, the least significant first. */
static Value many_bits(Ctx *ctx, Random *r, uint64_t k) {
  uint64_t words = (k - 1) / 32 + 1;
  if (words > INT64_MAX / 64) return raise_no_memory(ctx), V_NULL;
  uint32_t *word = memory_new(ctx, words * sizeof *word);
  if (!word) return raise_no_memory(ctx), V_NULL;
  bool ok = true;
  for (uint64_t i = 0; ok && i < words; i++) {
    word[i] = output(r);
    ok = CHECK_STOP_AT(ctx, i);
  }
  if (k % 32) word[words - 1] >>= 32 - k % 32;
  Value n = ok ? int_from_bytes_le(ctx, (const uint8_t *)word, words * sizeof *word, false) : V_NULL;
  memory_free(ctx, word);
  return n;
}

METHOD(m_getrandbits) {
  Random *r = AS_RANDOM(self);
  int64_t k;
  Value n = object_index(ctx, args[0]);
  if (!n) return V_NULL;
  if (int_sign(ctx, n) < 0) return raise_format(ctx, EXC_ValueError, "Cannot convert negative int"), V_NULL;
  if (!int_to_i64(ctx, n, &k))
    return raise_format(ctx, EXC_OverflowError, "Python int too large to convert to C uint64_t"), V_NULL;
  if (k == 0) return int_tag(0);
  if (k <= 32) return int_tag((int64_t)(output(r) >> (32 - k)));
  if (k > 62) return many_bits(ctx, r, (uint64_t)k);
  uint64_t low = output(r), high = output(r) >> (64 - k);
  return int_tag((int64_t)(high << 32 | low));
}

METHOD(m_getstate) {
  Random *r = AS_RANDOM(self);
  Value state = tuple_new(ctx, WORDS + 1);
  if (!state) return V_NULL;
  for (int i = 0; i < WORDS; i++) AS_TUPLE(state)->items[i] = int_tag((int64_t)r->word[i]);
  AS_TUPLE(state)->items[WORDS] = int_tag((int64_t)r->index);
  return state;
}

/* An item of a state, as C's unsigned long. */
static bool state_word(Ctx *ctx, Value v, uint64_t *out) {
  if (!is_int_value(ctx, v)) return raise_format(ctx, EXC_TypeError, "an integer is required"), false;
  if (int_to_u64(ctx, v, out)) return true;
  raise_format(ctx, EXC_OverflowError,
               int_sign(ctx, v) < 0 ? "can't convert negative value to unsigned int"
                                    : "Python int too large to convert to C unsigned long");
  return false;
}
METHOD(m_setstate) {
  uint32_t word[WORDS];
  uint64_t n;
  if (!is_tuple(ctx, args[0])) return raise_format(ctx, EXC_TypeError, "state vector must be a tuple"), V_NULL;
  if (tuple_length(args[0]) != WORDS + 1)
    return raise_format(ctx, EXC_ValueError, "state vector is the wrong size"), V_NULL;
  for (int i = 0; i < WORDS; i++) {
    if (!state_word(ctx, tuple_item(args[0], i), &n)) return V_NULL;
    word[i] = (uint32_t)n;
  }
  if (!state_word(ctx, tuple_item(args[0], WORDS), &n)) return V_NULL;
  if (n > WORDS) return raise_format(ctx, EXC_ValueError, "invalid state"), V_NULL;
  memcpy(AS_RANDOM(self)->word, word, sizeof word);
  AS_RANDOM(self)->index = (uint32_t)n;
  return V_NONE;
}

static const CFuncDef methods[] = {
    METHOD_ROW("random", m_random, 0, 0, "A float from 0 up to but not 1."),
    METHOD_ROW("seed", m_seed, 0, 1, "Starts the sequence of a seed; None: one that nobody knows."),
    METHOD_ROW("getstate", m_getstate, 0, 0, "The state of the generator, as a tuple."),
    METHOD_ROW("setstate", m_setstate, 1, 1, "Restores a state."),
    METHOD_ROW("getrandbits", m_getrandbits, 1, 1, "An int of k random bits."),
    {0},
};

static Class *make_random(Ctx *ctx) {
  static const TypeOps ops = {.new_ = random_new, .init = random_init, .trace = random_trace};
  Class *cls = class_new_builtin(ctx, "_random.Random", NULL, KIND_OTHER, sizeof(Random), &ops, methods, CLASS_BUILTIN);
  return class_set_doc(ctx, cls, "A generator of random numbers.") ? cls : NULL;
}
static const ModuleClass classes[] = {{offsetof(RandomState, random), make_random}, {0}};

MODULE(_random, .doc = "The Mersenne Twister.", .classes = classes, .state_size = sizeof(RandomState));
