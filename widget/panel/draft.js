// What is being written, kept in this tab over a reload. Where the browser forbids it, it is not kept.

export class Draft {
  /** @param {string} server */
  constructor(server) {
    this.name = `guichet.draft:${server}`;
  }

  read() {
    try {
      return sessionStorage.getItem(this.name) ?? "";
    } catch {
      return "";
    }
  }

  /** @param {string} text empty when it has gone */
  write(text) {
    try {
      if (text) sessionStorage.setItem(this.name, text);
      else sessionStorage.removeItem(this.name);
    } catch {
      // It stays in the field, as long as the page.
    }
  }
}
