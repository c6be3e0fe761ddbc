/** What is kept in this browser: small things by name, and whole histories in a database. */

const PREFIX = 'reelcraft.';

export function remember(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage may be full or forbidden; the page works without it.
  }
}

export function recall<T>(name: string): T | null {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

let database: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('reelcraft', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('kept');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database;
}

export async function keep(name: string, value: unknown): Promise<void> {
  try {
    const store = (await open()).transaction('kept', 'readwrite').objectStore('kept');
    // What stands in several places is kept once, and is one thing again afterwards.
    store.put(value, name);
  } catch {
    // As above.
  }
}

export async function kept<T>(name: string): Promise<T | null> {
  try {
    const store = (await open()).transaction('kept').objectStore('kept');
    return await new Promise((resolve) => {
      const request = store.get(name);
      request.onsuccess = () => resolve((request.result as T | undefined) ?? null);
      request.onerror = () => resolve(null);
    });
  } catch {
    return null;
  }
}
