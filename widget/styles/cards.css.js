// Checklists, offices, tables, danger, a human, an opinion: the cards that a citizen acts on.
// A width is that of the log, in em of its text: the larger the text, the sooner a card has one column.

export const css = `
.rest { scroll-margin-top: 1em; }

table { width: 100%; border-collapse: collapse; }
.table.scroll :is(td, th) { min-width: 7em; }
caption { padding-bottom: .4em; text-align: start; }
th, td { padding: .5em .6em; border: 1px solid var(--line); text-align: start; vertical-align: top; }

.papers > li { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .7em; }
.papers li:has(:checked) { border-color: var(--primary); }
.papers .content { grid-column: 2; }

.card-tools { margin-top: 1em; }
.card-tools:not(:has(:not([hidden]))) { display: none; }
.card-tools > *, .thumbs > * { margin: 0; }
.listen::before { content: "▶\\fe0e" / ""; }
.speaking::before { content: "■" / ""; }
.down svg { transform: rotate(180deg); }
textarea { padding: .5em .7em; resize: vertical; }
.score { min-height: 2.4em; }

.today.open { color: var(--primary); }
address { font-style: normal; }

.danger { --primary: var(--alert); --primary-strong: var(--alert); --on-primary: var(--alert-ground); --mine: var(--surface); padding: 1em; border: 3px solid var(--alert); background: var(--alert-ground); }
.danger .eyebrow::before { content: "⚠\\fe0e\\a0" / ""; }
.call { display: grid; gap: .1em 1em; padding: .6em .9em; }
.number { font-size: 1.5em; font-weight: 700; }

.handoff.closed, .handoff.bot { background: var(--sunk); }
.file-number .number { display: block; font-family: monospace; }

@container log (min-width: 42em) {
  .sides { grid-template-columns: repeat(auto-fit, minmax(14em, 1fr)); }
  .side { margin: 0; }
  .part { display: grid; grid-template-columns: 9.5em minmax(0, 1fr); gap: 1.2em; }
  .part > * { margin: 0; }
}
@container log (min-width: 30em) {
  .card { padding: 1em 1.4em; }
  .hours > div, .call { display: grid; grid-template-columns: 9em minmax(0, 1fr); gap: 1em; }
}
@container log (max-width: 14em) { .card, .danger, .handoff, .bubble, .office-card { padding: .6em; hyphens: auto; } }
@container log (max-width: 21em) { ${rows(".reflow")} }
@container log (max-width: 34em) { ${rows(".wide")} }
`;

/** Row under row: each row a block, each cell under its heading. @param {string} table */
function rows(table) {
  return `
  ${table} :is(table, tbody, tr, td, caption) { display: block; }
  ${table} thead { position: absolute; clip-path: inset(50%); }
  ${table} tr { margin: 0 0 .6em; overflow: hidden; }
  ${table} td { display: grid; grid-template-columns: 2fr 3fr; gap: .8em; border: 0; }
  ${table} td:first-child { background: var(--sunk); font-weight: 600; }
  ${table} td::before { content: attr(data-label); color: var(--muted); font-weight: 400; }
  ${table} td::before { content: attr(data-label) / ""; }`;
}
