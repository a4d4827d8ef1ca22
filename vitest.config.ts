import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes begin first, or the last of them would run alone. */
const LONG = ['tests/programs.test.ts', 'tests/limits/limits.test.ts'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? LONG.length : place;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

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
    sequence: { sequencer: LongFirst },
    pool: 'forks',
    maxConcurrency: 3,
    // One core is left idle otherwise: most files wait for one program at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
