// Which changes of headers let a batch of stencils be compiled again: scripts/stencils/seen-headers.ts.
import { describe, expect, it } from 'vitest';
import { SeenHeaders } from '../../scripts/stencils/seen-headers.ts';

const LAYOUTS = `
*** Dumping AST Record Layout
         0 | struct Ctx
         0 |   struct Frame * frame
         8 |   struct Heap heap
         8 |     void * blocks
        16 |   int depth
           | [sizeof=24, align=8]
`;
const HEADERS = `
#define TWICE(x) ((x) + EXTRA)
#define EXTRA 1
#define OTHER 2
typedef struct Frame Frame;
typedef struct Ctx { Frame *frame; struct Heap { void *blocks; } heap; int depth; } Ctx;
struct Frame { Point at; Frame *back; };
typedef struct Point { int x, y; } Point;
typedef struct Unseen { int x; } Unseen;
enum { KIND_A, KIND_B = 4, KIND_C };
static inline __attribute__((always_inline)) int length(const Point *p) {
  return helper(p->x);
}
int helper(int x);
void unused(Ctx *ctx, Point *p);
typedef int (*Callback)(Ctx *ctx);
extern const Callback table[];
`;

const seen = (source: string, headers = HEADERS, layouts = LAYOUTS): string =>
  new SeenHeaders(headers, layouts).seenBy(source);

describe('a batch sees', () => {
  const source = 'int f(Ctx *ctx, Point *p) { return TWICE(length(p)) + ctx->depth + KIND_C; }';

  it.each([
    ['a macro that it uses', '#define TWICE(x) ((x) + EXTRA)', '#define TWICE(x) ((x) * EXTRA)'],
    ['a macro that a macro uses', '#define EXTRA 1', '#define EXTRA 3'],
    ['a record', 'int x, y; } Point', 'int y, x; } Point'],
    ['an inline function', 'helper(p->x)', 'helper(p->y)'],
    ['the type of what that calls', 'int helper(int x)', 'long helper(int x)'],
    ['a constant of an enumeration', 'KIND_B = 4', 'KIND_B = 5'],
  ])('%s', (_, before, after) => {
    expect(seen(source, HEADERS.replace(before, after))).not.toBe(seen(source));
  });

  it('a field of the context', () => {
    expect(seen(source, HEADERS, LAYOUTS.replace('16 |   int depth', '20 |   int depth'))).not.toBe(
      seen(source),
    );
    expect(seen('f(ctx->frame);')).toContain('Point at');
  });

  it.each([
    ['a macro', '#define OTHER 2', '#define OTHER 3'],
    ['a function', 'void unused(Ctx *ctx, Point *p);', 'void unused(Ctx *ctx); void more(Point *p);'],
    ['a record', 'typedef struct Unseen { int x; } Unseen;', 'typedef struct Unseen { int y; } Unseen;'],
    ['a constant that comes after', 'KIND_C };', 'KIND_C, KIND_D };'],
    ['a field of the context', 'int depth; } Ctx', 'int depth; int more; } Ctx'],
  ])('not %s that it does not name', (_, before, after) => {
    expect(seen(source, HEADERS.replace(before, after))).toBe(seen(source));
  });

  it('variables and pointers to functions', () => {
    expect(seen('table[0](ctx);')).toContain('(*Callback)');
  });
});
