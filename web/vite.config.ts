import { defineConfig } from 'vite';

// A page opened at another address than the server's root still finds its files: all paths are relative.
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // What is embedded is served with hashes in its names; nothing goes into the page as data.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1300,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/v1': process.env['CORRIDOR_SERVER'] ?? 'http://127.0.0.1:8088' },
  },
});
