// Building elements. Text only ever enters the page as text nodes, never as HTML.

/**
 * @param {string} tag
 * @param {Object<string, any>} [attributes] `on…` adds a listener; null, undefined and false are left out
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Words for screen readers only. @param {string} text */
export function spoken(text) {
  return el("span", { class: "spoken" }, text);
}
