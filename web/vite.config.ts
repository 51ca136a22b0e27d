import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/**
 * Names the map's own files in the page, so that they are fetched while the page itself is read: the map is
 * a chunk that is imported later, its worker a file that only the map names.
 */
const early: Plugin = {
  name: 'early-map',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /assets\/(view|maplibre-gl-worker)-[^/]*\.m?js$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', href: `./${file}` },
          injectTo: 'head' as const,
        })),
  },
};

/**
 * Writes each file a second time, compressed as far as it goes: the server would compress it anew for every
 * visitor, and in haste.
 */
const compressed: Plugin = {
  name: 'compressed',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!/\.(css|html|m?js|svg)$/.test(fileName)) continue;
        const source = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: source.length };
        const packed = brotliCompressSync(source, { params });
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: packed });
      }
    },
  },
};

// A page opened at another address than the server's root still finds its files: all paths are relative.
export default defineConfig({
  base: './',
  plugins: [early, compressed],
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
