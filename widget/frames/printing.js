// On paper: one element of the widget alone, without the page around it, and nothing folded, as paper has no clicks.
// The page's own nodes are marked while it prints, and left as they were.

const OUT = "data-guichet-unprinted";
const WAY = "data-guichet-way";
/** The page may hide or place what holds the element in any manner. */
const RULES = `@media print {
  [${OUT}][${OUT}][${OUT}] { display: none !important; }
  [${WAY}][${WAY}][${WAY}] { display: block !important; position: static !important; float: none !important;
    width: auto !important; height: auto !important; min-height: 0 !important; max-width: none !important;
    max-height: none !important; margin: 0 !important; padding: 0 !important; border: 0 !important;
    overflow: visible !important; transform: none !important; filter: none !important; opacity: 1 !important;
    background: none !important; contain: none !important; container-type: normal !important; }
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
  const undo = [mark(element), unfold(element)].flat();
  restore = () => {
    removeEventListener("afterprint", over);
    for (const step of undo) step();
    restore = null;
  };
  const over = () => restore?.();
  addEventListener("afterprint", over);
}

/** From the element up to the page: what stands beside the way is left out. @param {HTMLElement} element */
function mark(element) {
  const undo = [attribute(element, "data-guichet-printed")];
  /** @type {Node} */
  let node = element;
  while (node !== document.body && node.parentNode) {
    const parent = node.parentNode;
    const beside = [.../** @type {ParentNode} */ (parent).children].filter((other) => other !== node);
    undo.push(...beside.map((other) => attribute(other, OUT)));
    if (parent instanceof ShadowRoot) undo.push(adopt(parent));
    node = parent instanceof ShadowRoot ? parent.host : parent;
    if (node instanceof Element) undo.push(attribute(node, WAY));
  }
  return [...undo, adopt(document)];
}

/** @param {Element} element @param {string} name @returns {() => void} */
function attribute(element, name) {
  element.setAttribute(name, "");
  return () => element.removeAttribute(name);
}

/** @param {Document|ShadowRoot} root @returns {() => void} */
function adopt(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}

/** @param {HTMLElement} element @returns {() => void} */
function unfold(element) {
  const folds = /** @type {HTMLDetailsElement[]} */ ([...element.querySelectorAll("details:not([open], .answered)")]);
  for (const fold of folds) fold.open = true;
  return () => {
    for (const fold of folds) fold.open = false;
  };
}
