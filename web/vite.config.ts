/// <reference types="vitest/config" />
import { defineConfig } from "vite";

/** The desk is built into the Python package; everything is a file of its own, so `default-src 'self'` holds. */
export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../src/commonground/node/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8470", "/board": "http://127.0.0.1:8470" } },
  test: { include: ["test/**/*.test.ts"] },
});
