// Paper has no clicks: what is folded opens for it. And one card can be printed without the rest of the page.

const ALONE = "printing-one";
const CHOSEN = "printed";

/** Open what is folded while the page prints, then close it again. */
export function unfoldForPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened = [];
  });
}

/** Print an element without anything else of the page. @param {HTMLElement} element */
export function printOnly(element) {
  document.documentElement.classList.add(ALONE);
  element.classList.add(CHOSEN);
  const restore = () => {
    document.documentElement.classList.remove(ALONE);
    element.classList.remove(CHOSEN);
  };
  addEventListener("afterprint", restore, { once: true });
  print();
}
