// Asking the server for a part of the page: one question at a time, and once more when something came meanwhile.

/**
 * @param {() => string} address
 * @param {(html: string) => void} show
 * @returns {() => void} ask, now or right after the question under way
 */
export function load(address, show) {
  let asking = false;
  let again = false;

  async function ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      do {
        again = false;
        const answer = await fetch(address(), { headers: { "X-Requested-With": "fetch" } });
        if (answer.ok) show(await answer.text());
      } while (again);
    } catch {
      // The stream tells that the connection is lost, and asks again when it is back.
    } finally {
      asking = false;
    }
  }

  return () => void ask();
}

export const csrf = () => document.querySelector("meta[name=csrf]")?.getAttribute("content") ?? "";

/**
 * Send a form as a script does.
 * @param {string} address @param {FormData} form
 * @returns {Promise<{status: number, body: any}>} status 0: the server can't be reached
 */
export async function post(address, form) {
  form.set("csrf", csrf());
  const headers = { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRF-Token": csrf() };
  try {
    const answer = await fetch(address, { method: "POST", headers, body: form, redirect: "manual" });
    // A form of a part that only knows pages leads back to one: it was done.
    if (answer.type === "opaqueredirect") return { status: 204, body: {} };
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}
