// `npm run build`: everything the pages load, into static/dist/. `--watch` builds again on change.
import { mkdirSync, readFileSync, watch } from "node:fs";
import { gzipSync } from "node:zlib";
import { icons } from "./icons.mjs";
import { out, root } from "./paths.mjs";
import { scripts } from "./scripts.mjs";
import { styles } from "./styles.mjs";

async function buildAll() {
  mkdirSync(out, { recursive: true });
  icons();
  await Promise.all([styles(), scripts()]);
  for (const name of ["app.css", "app.js", "theme.js", "matrix.css", "matrix.js", "exercise.css", "exercise_phone.js", "exercise_screen.js", "icons.svg"]) {
    const size = gzipSync(readFileSync(out + name), { level: 9 }).length;
    console.log(`static/dist/${name}  ${(size / 1000).toFixed(1)} kB gzip`);
  }
}

await buildAll();

if (process.argv.includes("--watch")) {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => buildAll().catch((error) => console.error(error.message)), 150);
  };
  for (const folder of ["templates", "static/css", "static/js", "frontend"]) {
    watch(root + folder, { recursive: true }, again);
  }
}
