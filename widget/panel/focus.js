// Where the keyboard is, and where it goes: into the window, round it on a small screen, back where it was.

const REACHED = "a[href], button, textarea, input, summary, select, [tabindex='0']";

/** The element that has the focus, also inside a shadow. @returns {HTMLElement|null} */
export function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === document.body ? null : /** @type {HTMLElement|null} */ (element);
}

/** A finger brings up a keyboard over half the screen: not before it is asked for. */
export function hasMouse() {
  return matchMedia("(hover: hover) and (pointer: fine)").matches;
}

/** Tab goes round inside an element that covers the page. @param {KeyboardEvent} event @param {HTMLElement} inside */
export function goRound(event, inside) {
  const reached = [.../** @type {NodeListOf<HTMLElement>} */ (inside.querySelectorAll(REACHED))].filter(isSeen);
  const [first, last] = [reached[0], reached[reached.length - 1]];
  const now = focused();
  if (event.shiftKey ? now !== first && now !== inside : now !== last) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** @param {HTMLElement} element */
function isSeen(element) {
  return element.getClientRects().length > 0 && !(/** @type {HTMLButtonElement} */ (element).disabled);
}
