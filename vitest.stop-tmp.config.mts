import { defineConfig } from 'vitest/config';
export default defineConfig({ root: '/work/wt/stop', test: { include: ['tests/**/*.test.ts'], testTimeout: 120_000, pool: 'forks', maxConcurrency: 3 } });
