// static/dist/app.js (ours; htmx is served from its own package) and theme.js, which must run first.
import { build } from "esbuild";
import { out, root } from "./paths.mjs";

export async function scripts() {
  await build({
    entryPoints: {
      app: `${root}static/js/app.js`,
      theme: `${root}static/js/theme.js`,
      matrix: `${root}static/js/matrix/main.js`,
      exercise_phone: `${root}static/js/exercise/phone.js`,
      exercise_screen: `${root}static/js/exercise/screen.js`,
    },
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome120", "firefox121", "safari17.4"],
    logLevel: "warning",
  });
}
