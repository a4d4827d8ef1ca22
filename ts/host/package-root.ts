import { join } from 'node:path';

/** The folder that the package is in. This file and the bundles (dist/bundle) are two folders below it. */
export const packageRoot: string = join(import.meta.dirname, '..', '..');
