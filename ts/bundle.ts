/**
 * What the bundle that is always loaded exports to the two files that load it,
 * `dist/index.js` and `dist/cli.js` (scripts/bundle.mjs).
 */
export { runCommand } from './cli/main.ts';
export * from './index.ts';
