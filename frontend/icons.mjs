// static/dist/icons.svg: one sprite of the Bootstrap Icons that are named in templates and Python,
// as in `{% icon "download" %}`, `icon="download"` or `"icon": "download"`, and those of icons.json.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { out, root, sourceFiles } from "./paths.mjs";

const NAMED = /\bicon["']?\s*[=:,]?\s*(?:\w+\s*=\s*)?["']([a-z0-9][a-z0-9-]*)["']/g;
const folder = `${root}node_modules/bootstrap-icons/icons/`;

function wanted() {
  const names = new Set(JSON.parse(readFileSync(`${root}frontend/icons.json`, "utf8")));
  for (const path of sourceFiles()) {
    for (const [, name] of readFileSync(path, "utf8").matchAll(NAMED)) {
      if (existsSync(`${folder}${name}.svg`)) names.add(name);
    }
  }
  return [...names].sort();
}

function symbol(name) {
  const svg = readFileSync(`${folder}${name}.svg`, "utf8");
  const [, viewBox] = svg.match(/viewBox="([^"]+)"/);
  const shapes = svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name}" viewBox="${viewBox}">${shapes.replace(/>\s+</g, "><").trim()}</symbol>`;
}

export function icons() {
  const symbols = wanted().map(symbol).join("\n");
  writeFileSync(`${out}icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`);
}
