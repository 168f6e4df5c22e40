// Where things are, and which files say what is used.
import { fileURLToPath } from "node:url";
import { globSync } from "./glob.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const out = `${root}static/dist/`;

// Folders of this checkout whose templates and Python name classes and icons.
const SOURCES = ["templates", "sdgplatform", "participants", "alignment", "modules", "workshops", "static/js"];

export function sourceFiles() {
  return SOURCES.flatMap((folder) => globSync(`${root}${folder}`, /\.(html|py|js|svg)$/));
}
