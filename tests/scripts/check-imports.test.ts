/** The table of who may import whom in ts/ (scripts/check/imports.ts). */
import { describe, expect, it } from 'vitest';
import { complaints } from '../../scripts/check/imports.ts';

describe('check-imports', () => {
  it('knows the rooms inside a room', () => {
    expect(complaints('frontend/parser/atoms.ts', "import { Tok } from '../lexer/token.ts';\n")).toEqual([]);
    expect(complaints('frontend/lexer/token.ts', "import { a } from '../parser/atoms.ts';\n")).toHaveLength(
      1,
    );
    expect(complaints('compiler/flow/swaps.ts', "import { a } from '../codegen/unit.ts';\n")).toHaveLength(1);
    expect(complaints('optimizer/passes/dce.ts', "import { a } from '../ir.ts';\n")).toEqual([]);
  });
  it('lets a single file through', () => {
    expect(complaints('recorder/calls.ts', "import { a } from '../compiler/code-object.ts';\n")).toEqual([]);
    expect(complaints('recorder/calls.ts', "import { a } from '../compiler/compile.ts';\n")).toHaveLength(1);
  });
  it('keeps the trace compiler out of what is always loaded', () => {
    expect(complaints('api/runtime.ts', "import { a } from '../jit/options.ts';\n")).toEqual([]);
    expect(complaints('api/runtime.ts', "import { a } from '../jit/controller.ts';\n")).toHaveLength(1);
    expect(complaints('cli/main.ts', "  const a = await import('../jit/controller.ts');\n")).toHaveLength(1);
    expect(complaints('api/runtime.ts', "  as typeof import('../jit/controller.ts');\n")).toEqual([]);
  });
  it('sees exports and imports over several lines', () => {
    const text = "import {\n  a,\n} from '../jit/controller.ts';\nexport { b } from '../emit/layout.ts';\n";
    expect(complaints('compiler/compile.ts', text)).toHaveLength(2);
  });
  it('refuses a room that the table does not name', () => {
    expect(complaints('misc/things.ts', '')).toHaveLength(1);
  });
});
