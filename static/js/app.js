// Small helps for pages that work without them.
import "./bulk.js";
import "./errors.js";
import "./keys.js";
import "./matrix.js";
import "./messages.js";
import "./panel.js";
import "./uploads.js";
