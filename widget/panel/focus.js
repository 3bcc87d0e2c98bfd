// Where the keyboard is, and how it goes round the window on a small screen.

const REACHED = ":any-link, :enabled, summary, [tabindex='0']";

/** The element that has the focus, also inside a shadow. @returns {HTMLElement|null} */
export function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === document.body ? null : /** @type {HTMLElement|null} */ (element);
}

/** Tab goes round inside an element that covers the page. @param {KeyboardEvent} event @param {HTMLElement} inside */
export function goRound(event, inside) {
  const all = /** @type {HTMLElement[]} */ ([...inside.querySelectorAll(REACHED)]);
  const reached = all.filter((element) => element.getClientRects().length);
  const [first, last] = [reached[0], reached.at(-1)];
  const now = focused();
  if (event.shiftKey ? now !== first && now !== inside : now !== last) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
