// What a tab or a browser keeps: drafts and unsent words in the tab, an agent's likings in the browser.
// A browser that keeps nothing (private windows) only forgets sooner.

const NAME = "guichet.desk.";
const agent = () => document.querySelector("meta[name=agent]")?.getAttribute("content") ?? "";

// A list that is being brought up to date must write nothing after who signs out was forgotten.
let over = false;

/** @param {Storage} storage @param {string} prefix */
const box = (storage, prefix) => ({
  /** @param {string} name @returns {any} */
  read(name) {
    try {
      return JSON.parse(storage.getItem(prefix + name) ?? "null");
    } catch {
      return null;
    }
  },
  /** @param {string} name @param {unknown} value null: nothing any more */
  write(name, value) {
    try {
      if (value === null) storage.removeItem(prefix + name);
      else if (!over) storage.setItem(prefix + name, JSON.stringify(value));
    } catch {
      // No room, or not allowed.
    }
  },
});

/** In this tab, for this agent alone: another who signs in here sees nothing of it. */
export const tab = box(sessionStorage, `${NAME}${agent()}.`);
/** In this browser. */
export const liking = box(localStorage, NAME);

/** Forget what this tab keeps. */
export function forget() {
  over = true;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(NAME)) sessionStorage.removeItem(name);
}
