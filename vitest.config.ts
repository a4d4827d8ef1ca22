import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/native-programs.ts'],
    // The command honours these, and whoever runs the tests may have set them; empty is unset. No test uses the user's cache.
    env: {
      ...Object.fromEntries(
        ['UNBUFFERED', 'OPTIMIZE', 'WARNINGS', 'PATH', 'IOENCODING', 'HASHSEED'].map((name) => [
          `PYTHON${name}`,
          '',
        ]),
      ),
      PYTHONDONTWRITEBYTECODE: '1',
    },
    // Programs under stress modes are slow on a two-core machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxConcurrency: 3,
    // One core is left idle otherwise: most files wait for one program at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
