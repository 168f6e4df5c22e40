// static/dist/app.css: Bootstrap pruned to the classes that our templates, our Python and
// crispy-bootstrap5 use, then our own style sheets, in layers, minified.
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";
import { out, root, sourceFiles } from "./paths.mjs";

// Written by crispy-bootstrap5 and Django's widgets, whose templates lie outside this checkout.
const FROM_CRISPY = [
  "alert", "alert-block", "alert-danger", "asteriskField", "btn", "btn-primary", "btn-secondary", "col-form-label",
  "form-check", "form-check-inline", "form-check-input", "form-check-label", "form-control", "form-control-sm",
  "form-label", "form-select", "form-select-sm", "form-text", "fs-6", "input-group", "input-group-text",
  "invalid-feedback", "is-invalid", "list-unstyled", "m-0", "mb-2", "mb-3", "mt-1", "requiredField", "row", "visually-hidden", "w-100",
];
// Everyday utilities: kept even while no template names them, so that taking one needs no build.
const EVERYDAY = [
  ...["mt", "mb", "my", "ms", "me", "pt", "pb", "py", "g", "gap"].flatMap((name) => [0, 1, 2, 3, 4, 5].map((size) => `${name}-${size}`)),
  ...["none", "inline", "inline-block", "block", "grid", "flex"].map((kind) => `d-${kind}`),
  "d-md-inline", "d-md-inline-flex", "flex-wrap", "flex-column", "justify-content-between", "align-items-center", "align-middle",
  "col", "col-6", "col-md-3", "col-md-4", "col-md-6", "col-md-8", "fs-5", "fs-6", "fw-normal", "fw-semibold", "text-reset",
  "border-bottom", "w-50", "w-100",
];
// Tags that content fields and widgets may hold.
const TAGS = [
  "html", "body", "a", "abbr", "address", "b", "blockquote", "button", "caption", "code", "dd", "dl", "dt", "em",
  "fieldset", "figure", "h1", "h2", "h3", "h4", "hr", "img", "input", "kbd", "label", "legend", "li", "mark",
  "ol", "optgroup", "output", "p", "pre", "progress", "select", "small", "strong", "sub", "summary", "sup",
  "svg", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "video",
];

// Parts of Bootstrap that the design does without; plain words in our texts would else keep them.
const NEVER = /^(accordion|badge|breadcrumb|btn-check|btn-group|btn-outline|card|carousel|dropdown|form-floating|invalid-tooltip|list-group|modal|nav|navbar|offcanvas|placeholder|popover|progress|spinner|tab-content|table|toast|tooltip|valid-feedback|valid-tooltip)(-.*)?$/;

const words = (content) => (content.match(/[A-Za-z][\w-]*/g) ?? []).filter((word) => !NEVER.test(word) || TAGS.includes(word));

async function pruned(path) {
  const [result] = await new PurgeCSS().purge({
    content: [{ raw: [...FROM_CRISPY, ...EVERYDAY, ...TAGS].join(" "), extension: "txt" }, ...sourceFiles()],
    css: [path],
    defaultExtractor: words,
    dynamicAttributes: ["type", "disabled", "multiple", "size", "data-bs-theme", "hidden", "list", "role", "open"],
    variables: false,
  });
  return result.css;
}

const prunedBootstrap = {
  name: "pruned-bootstrap",
  setup({ onLoad }) {
    onLoad({ filter: /bootstrap\/dist\/css\/bootstrap\.css$/ }, async ({ path }) => ({
      contents: withoutUnusedVariables(await pruned(path)),
      loader: "css",
    }));
  },
};

/** Drops Bootstrap's palette: `:root` variables that no rule of the pruned sheet reads. */
function withoutUnusedVariables(css) {
  let before;
  do {
    before = css;
    const used = new Set([...css.matchAll(/var\(\s*(--bs-[\w-]+)/g)].map((match) => match[1]));
    css = css.replace(/(?<=[{;]\s*)(--bs-(?!link-)[\w-]+)\s*:[^;}]*;/g, (line, name) => (used.has(name) ? line : ""));
  } while (css !== before);
  return css;
}

export async function styles() {
  await build({
    entryPoints: { app: `${root}frontend/app.css`, matrix: `${root}static/css/components/matrix-editor.css`, exercise: `${root}static/css/components/exercise.css` },
    outdir: out,
    bundle: true,
    minify: true,
    target: ["chrome120", "firefox121", "safari17.4"],
    nodePaths: [`${root}node_modules`],
    plugins: [prunedBootstrap],
    logLevel: "warning",
  });
}
