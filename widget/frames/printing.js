// On paper: one element of the widget alone, without the page around it, and nothing folded, as paper has no clicks.
// The page's own nodes are marked while it prints, and left as they were.

/** Marks the element, and all that holds it up to the page. */
const ELEMENT = "data-guichet-printed";
const WAY = "data-guichet-way";
const OUT = `:not([${ELEMENT}], [${WAY}], #a#a)`;
/**
 * What stands beside the way is left out. The page may hide or place what holds the element in any manner, and mean it:
 * hence two ids that nothing has.
 */
const RULES = `@media print {
  :host > ${OUT}, [${WAY}] > ${OUT} { display: none !important }
  [${WAY}]:not(#a#a) { all: unset !important; display: block !important }
}`;

/** @type {(() => void)|null} puts the page back, while something prints alone */
let restore = null;

/** Print an element of the widget without anything else of the page. @param {HTMLElement} element */
export function printOnly(element) {
  alone(element);
  print();
}

/**
 * Print the conversation alone when the page is printed while the widget is open.
 * @param {() => HTMLElement|null} shown what to print; null leaves the page as it is
 * @returns {() => void} stops doing so
 */
export function followPrinting(shown) {
  const before = () => {
    const element = restore ? null : shown();
    if (element) alone(element);
  };
  addEventListener("beforeprint", before);
  return () => removeEventListener("beforeprint", before);
}

/** @param {HTMLElement} element */
function alone(element) {
  restore?.();
  const undo = [...mark(element), ...[element.getRootNode(), document].map(adopt)];
  restore = () => {
    for (const step of undo) step();
    restore = null;
  };
  addEventListener("afterprint", () => restore?.(), { once: true });
}

/** @param {HTMLElement} element */
function mark(element) {
  const folds = element.querySelectorAll("details:not([open], .answered)");
  const undo = [attribute(element, ELEMENT), ...[...folds].map((fold) => attribute(fold, "open"))];
  /** @type {Element} */
  let node = element;
  while (node !== document.body) {
    node = node.parentElement ?? /** @type {ShadowRoot} */ (node.getRootNode()).host;
    undo.push(attribute(node, WAY));
  }
  return undo;
}

/** @param {Element} element @param {string} name @returns {() => void} */
function attribute(element, name) {
  element.setAttribute(name, "");
  return () => element.removeAttribute(name);
}

/** @param {Node} root a document or a shadow @returns {() => void} */
function adopt(root) {
  const { adoptedStyleSheets: sheets } = /** @type {DocumentOrShadowRoot} */ (/** @type {unknown} */ (root));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  sheets.push(sheet);
  return () => sheets.splice(sheets.indexOf(sheet), 1);
}
