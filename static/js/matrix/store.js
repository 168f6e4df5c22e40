// Edits that the server has not answered yet, kept in this browser so that a closed tab loses nothing.
const NAME = "matrix-edits";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("edits", { keyPath: "key" }).createIndex("scope", "scope");
  return asked(request);
}

/** Where a browser refuses to keep data (some private windows), edits live in the page alone. */
export async function openStore(scope) {
  const database = await open().catch(() => null);
  const rows = (mode) => database.transaction("edits", mode).objectStore("edits");
  return {
    keeps: Boolean(database),
    all: async () => (database ? asked(rows("readonly").index("scope").getAll(scope)) : []),
    async put(entries) {
      if (!database) return;
      const store = rows("readwrite");
      for (const entry of entries) store.put(entry);
      await new Promise((resolve, reject) => {
        store.transaction.oncomplete = resolve;
        store.transaction.onerror = store.transaction.onabort = () => reject(store.transaction.error);
      });
    },
    async remove(keys) {
      if (!database) return;
      const store = rows("readwrite");
      for (const key of keys) store.delete(key);
    },
  };
}

/** A name for this tab that others can see is alive; without locks every tab counts as gone. */
export function nameTab() {
  const name = `tab-${crypto.randomUUID?.() ?? Math.random()}`;
  navigator.locks?.request(name, () => new Promise(() => {}));
  return name;
}

export async function livingTabs() {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map((lock) => lock.name));
}
