// The conversation on paper: black on white, nothing to press, addresses written out. Its colours are with the tokens.
// What of the page and of the window is left out is marked by frames/printing.js.

export const css = `
@media print {
  * { animation: none !important; }
  [data-guichet-printed] { display: block; width: 100%; max-width: none; padding: 0; border: 0; font: 11pt/1.45 var(--sans); container-type: normal; }
  .launcher, .card-tools, .feedback, .choices, .change, .more > summary { display: none !important; }
  .entry > * { width: 100%; max-width: none !important; }
  .papers > li, .office-card, .callout, tr { break-inside: avoid; }
  h3, h4, h5 { break-after: avoid; }
  .button { display: inline; padding: 0; border: 0; background: none; color: #000; text-decoration: underline; }
  a[href^="https"]::after { content: " (" attr(href) ")"; font-weight: 400; }
}
`;
