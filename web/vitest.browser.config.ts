import { defineConfig } from 'vitest/config';

// One browser and one server at a time: two cores are all there may be.
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: ['tests/browser/needed.ts'],
    fileParallelism: false,
    // A slow machine misses a moment now and then; what fails three times is wrong.
    retry: 2,
    bail: 8,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
