import { defineConfig } from "vite";

/** The page of the peer in bench/bench_drag.py; never shipped. */
export default defineConfig({ root: decodeURIComponent(new URL(".", import.meta.url).pathname), base: "./", build: { target: "es2022" } });
