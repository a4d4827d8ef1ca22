/**
 * The addon exports what Node looks up, and no function of the runtime: calls among those then go through no table
 * of the dynamic linker, whose resolver, at a function's first call, overwrites registers that a COLD_CALL
 * promises to keep.
 */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('the addon exports no function of the runtime', () => {
  const addon = 'build/native/Release/pystitch.node';
  const text = execFileSync('llvm-nm-19', ['--dynamic', '--defined-only', '--just-symbol-name', addon], {
    encoding: 'utf8',
  });
  const ours = text.split('\n').filter((name) => name && !/^(_Z|_init$|_fini$)/.test(name));
  expect(ours.sort()).toEqual(['napi_register_module_v1', 'node_api_module_get_api_version_v1']);
});
