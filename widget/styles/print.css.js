// The conversation on paper: black on white, nothing to press, addresses written out.
// What of the page is left out is marked by frames/printing.js.

export const css = `
@media print {
  [data-guichet-printed], [data-guichet-printed] * { animation: none !important; transition: none !important; }
  [data-guichet-printed] { --paper: #fff; --surface: #fff; --sunk: #fff; --ink: #000; --muted: #333; --line: #999; --primary: #000; --primary-strong: #000; --on-primary: #000; --mine: #fff; --accent: #000; --warm: #fff; --alert: #000; --alert-ground: #fff; display: block; width: 100%; max-width: none; margin: 0; padding: 0; border: 0; background: #fff; color: #000; font: 11pt/1.45 var(--sans); color-scheme: light; container-type: normal; }
  .card-tools, .feedback, .choices, .answered .change, .more > summary, .dots, .file-number .about { display: none !important; }
  .entry { margin-bottom: 1em; }
  .log .card, .log .danger, .log .handoff { width: 100%; border-color: #999; }
  .bubble, .citizen .bubble { max-width: none; border-color: #999; }
  .spoken { position: static; width: auto; height: auto; margin: 0; clip-path: none; font-weight: 600; }
  a > .spoken, .copying, .reflow thead .spoken { display: none; }
  .papers > li, .part, .office-card, .call, .callout, tr, .source { break-inside: avoid; }
  .papers > li { padding: .3em 0; border: 0; background: none; }
  .button { display: inline; padding: 0; border: 0; background: none; color: #000; text-decoration: underline; }
  .card .part { margin-top: .7em; padding-top: .6em; }
  h3, h4, h5 { break-after: avoid; }
  .content a[href^="https"]::after, .source a::after, .ways a[href^="https"]::after { content: " (" attr(href) ")"; font-size: .85em; font-weight: 400; overflow-wrap: anywhere; }
}
`;
