/** The table of who may include whom in native/ (scripts/check/includes.ts). */
import { describe, expect, it } from 'vitest';
import { complaints } from '../../scripts/check/includes.ts';

describe('check-includes', () => {
  it('lets object rooms know each other', () => {
    expect(complaints('container/dict.c', '#include "text/text.h"\n#include "object/object.h"\n')).toEqual(
      [],
    );
  });
  it('keeps the heap to itself', () => {
    expect(complaints('heap/mark.c', '#include "heap/blocks.h"\n#include "core/ctx.h"\n')).toEqual([]);
    expect(complaints('heap/mark.c', '#include "object/object.h"\n')).toHaveLength(1);
  });
  it('shows modules the runtime through one header', () => {
    expect(complaints('modules/time.c', '#include "modules/module.h"\n')).toEqual([]);
    expect(complaints('modules/time.c', '#include "object/object.h"\n')).toHaveLength(1);
    expect(complaints('modules/math/sums.c', '#include "modules/math/math.h"\n')).toEqual([]);
  });
  it('lets nobody call a module', () => {
    expect(complaints('import/import.c', '#include "modules/math/math.h"\n')).toHaveLength(1);
    expect(complaints('modules/time.c', '#include "modules/math/math.h"\n')).toHaveLength(1);
    expect(complaints('addon/addon.h', '#include "modules/module.h"\n')).toHaveLength(1);
  });
  it('lets object rooms see of the interpreter what runs a frame, no more', () => {
    expect(complaints('object/class/dunder.c', '#include "interp/run.h"\n')).toEqual([]);
    expect(complaints('object/class/dunder.c', '#include "interp/interp.h"\n')).toHaveLength(1);
    expect(complaints('call/call.c', '#include "jit/jit.h"\n')).toHaveLength(1);
  });
  it('refuses a room that the table does not name', () => {
    expect(complaints('misc/things.c', '')).toHaveLength(1);
  });
});
