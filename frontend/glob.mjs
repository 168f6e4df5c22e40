import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const SKIPPED = new Set(["node_modules", "__pycache__", "migrations", "data"]);

/** Files below a folder whose name matches, in a fixed order. */
export function globSync(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : globSync(path, pattern);
      return pattern.test(entry.name) ? [path] : [];
    });
}
