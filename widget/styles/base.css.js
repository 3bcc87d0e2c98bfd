// What everything else stands on: text, lists, boxes, buttons, focus. Where a thing has its place is not said here.
// Sizes are in em, so that all follows the size of the text. Later sheets add to these rules, and never undo them twice.

export const css = `
:host { display: contents !important; zoom: 1 !important; }
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; margin: 0; padding: 0; }

h2, h3 { font: 600 1.2em/1.3 var(--serif); }
h4 { font: 600 1.1em/1.3 var(--serif); }
h5, h6 { font-size: 1em; }
dt, label[for], legend, caption, th, .callout-title, .cases-title, .what, .today, .problem { font-weight: 600; }
.about, .hint, .count, .who, .case, .ready, .source, .credit, .starters > p, .suggestions > p { font-size: .9em; font-weight: 400; color: var(--muted); }
.about:empty, .person:empty { display: none; }
.problem, .today.closed { color: var(--accent); }
:where(a) { color: var(--primary); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.spoken, .same > .who { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

ul, ol, fieldset, .entry, .log, .comment, .sides { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5em; border: 0; list-style: none; }
.ways, .thumbs, .card-tools, .status, .line, .sizes, .pair, .score { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; }
:where(.log, .tray, .composer form) * + :where(p, ul, ol, dl, div, section, details, form) { margin-top: .6em; }

.card, .bubble, .handoff, .danger, .callout, .side, .office-card, .file-number, .papers > li, .fold > summary, .ask, .status, .suggestions { padding: .7em 1em; }
.card, .handoff, .danger, .office-card, .file-number, .papers > li, .fold, .suggestions, .reflow tr { border: 1px solid var(--line); border-radius: var(--corner); background: var(--surface); }
.callout, .handoff, .ask, .status, .bubble.notice { border-left: 4px solid var(--primary); border-radius: 4px var(--corner) var(--corner) 4px; }
.bubble, .callout, .side, .suggestions, .topic, th { background: var(--sunk); }
.handoff, .citizen .bubble, .papers li:has(:checked) { background: var(--mine); }
.bubble.notice, .callout-warning, .callout-notice, .ask, .status, .news { border-color: var(--accent); background: var(--warm); }
.part, .source, .feedback, .satisfaction, .rest { margin-top: 1em; padding-top: .8em; border-top: 1px solid var(--line); }

button, .button, .call, .more > summary { display: inline-flex; align-items: center; gap: .5em; min-height: 2.6em; padding: .5em 1em; border: 2px solid var(--primary); border-radius: var(--corner); background: var(--primary); color: var(--on-primary); font: 600 1em/1.3 var(--sans); text-align: start; text-decoration: none; touch-action: manipulation; }
label { display: block; }
button, summary, label, input { cursor: pointer; }
.quiet, .choice, .theme, .item, .call, .outline, .more > summary { background: var(--surface); color: var(--primary); }
.choice, .theme { width: 100%; }
.quiet { padding: .3em .7em; border: 1px solid var(--muted); }
button:hover, .button:hover, .call:hover { border-color: var(--primary-strong); background: var(--primary-strong); color: var(--on-primary); }
.quiet:hover, .choice:hover, .theme:hover, .item:hover, .outline:hover, summary:hover, [aria-pressed="true"], [aria-expanded="true"] { border-color: var(--primary); background: var(--mine); color: var(--primary-strong); }
textarea, .grow { width: 100%; border: 1.5px solid var(--muted); border-radius: var(--corner); background: var(--surface); color: var(--ink); font: inherit; }
input { width: 1.5em; height: 1.5em; font: inherit; accent-color: var(--primary); }
.more > summary::after, .theme::after { content: "▾" / ""; margin-left: auto; }
.more[open] > summary::after, .theme[aria-expanded="true"]::after { content: "▴" / ""; }
[aria-pressed="true"]::after { content: " ✓" / ""; }

@media (forced-colors: active) {
  [aria-pressed="true"], [aria-expanded="true"] { forced-color-adjust: none; border-color: Highlight; background: Highlight !important; color: HighlightText !important; }
  [aria-pressed="true"] * { background: none !important; color: inherit !important; }
}

@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
`;
