// Checklists, offices, tables, danger, a human: the cards that a citizen acts on. Then the same on paper.
// A width is that of the log, in em of its text: the larger the text, the sooner a card has one column.

import { css as print } from "./print.css.js";

export const css = `
.more { margin: 1em 0 0; }
.more > summary { display: inline-block; min-height: 2.75em; padding: .5em 1.1em; border: 2px solid var(--primary); border-radius: 10px; font-weight: 600; color: var(--primary); list-style: none; cursor: pointer; }
.more > summary::-webkit-details-marker { display: none; }
.more > summary::after { content: ""; display: inline-block; width: .5em; height: .5em; margin: 0 .1em .2em .6em; border: solid currentcolor; border-width: 0 .15em .15em 0; transform: rotate(45deg); }
.more[open] > summary::after { margin-bottom: -.1em; transform: rotate(225deg); }
.more > summary:hover { background: var(--mine); color: var(--primary-strong); }
.rest { margin-top: .9em; padding-top: .1em; border-top: 1px solid var(--line); scroll-margin-top: 1em; }

.table { margin: 1em 0; }
.scroll.table { overflow-x: auto; }
.table table { width: 100%; border-collapse: collapse; font-size: .94em; }
.scroll.table td, .scroll.table th { min-width: 7em; }
.table caption { padding-bottom: .4em; font-weight: 600; text-align: left; }
.table th, .table td { padding: .5em .65em; border: 1px solid var(--line); text-align: left; vertical-align: top; }
.table th { background: var(--sunk); }
.table :is(p, ul, ol) { margin: 0; }

.cases-title { margin-bottom: .5em; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75em; }
.side { min-width: 0; padding: .8em 1em; background: var(--sunk); border-top: 3px solid var(--primary); border-radius: 0 0 10px 10px; }
.card .side > :is(h4, h5, h6):first-child { margin: 0 0 .4em; font: 600 1.05em/1.35 var(--sans); }
.side .callout { background: var(--surface); }

.documents { margin-top: 1.2em; }
.documents h4 { margin-bottom: .1em; }
.ready { margin: 0 0 .6em; font-size: .94em; color: var(--muted); }
.papers { display: grid; gap: .5em; margin: 0; padding: 0; list-style: none; }
.papers > li { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .7em; align-items: start; padding: .6em .7em; border: 1px solid var(--line); border-radius: 10px; }
.papers input { width: 1.5em; height: 1.5em; font: inherit; margin: .05em 0 0; accent-color: var(--primary); cursor: pointer; }
.papers label { font-weight: 600; cursor: pointer; }
.papers li:has(:checked) { background: var(--mine); border-color: var(--primary); }
.papers .content { grid-column: 2; font-size: .94em; }
.papers .content > :first-child { margin-top: .3em; }
.papers .content > :last-child { margin-bottom: 0; }

.card .part { margin-top: 1em; padding-top: .9em; border-top: 1px solid var(--line); }
.card .part > h4 { margin: 0 0 .3em; }
.part .content > :first-child, .part .content > :first-child > :first-child { margin-top: 0; }
.part .content > :last-child, .part .content > :last-child > :last-child { margin-bottom: 0; }
.card-tools { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; margin-top: 1em; }
.card-tools:not(:has(:not([hidden]))) { display: none; }
.bubble .card-tools { margin-top: .7em; }
.card-tools .about { margin: 0; }
.card-tools .about:empty { display: none; }
.listen::before { content: ""; display: inline-block; width: .62em; height: .75em; margin-right: .5em; background: currentcolor; clip-path: polygon(0 0, 100% 50%, 0 100%); forced-color-adjust: none; }
.listen.speaking::before { clip-path: none; height: .62em; }

.feedback { margin-top: .9em; padding-top: .7em; border-top: 1px solid var(--line); font-size: .94em; color: var(--muted); }
.thumbs { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; }
.pair { display: flex; gap: .5em; }
.thumb svg { width: 1.2em; height: 1.2em; margin-right: .4em; vertical-align: -.2em; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linejoin: round; }
.thumb.down svg { transform: rotate(180deg); }
.feedback p:empty { display: none; }
.more-said form { margin: .6em 0; }
.comment { display: grid; gap: .3em; color: var(--ink); }
.comment textarea { width: 100%; padding: .5em .7em; border: 1.5px solid var(--muted); border-radius: 10px; background: var(--surface); color: var(--ink); font: inherit; resize: vertical; }
.satisfaction fieldset { display: grid; gap: .2em; margin: 0 0 .8em; padding: 0; border: 0; }
.satisfaction legend { padding: 0; margin-bottom: .4em; font-weight: 600; }
.score { display: flex; gap: .6em; align-items: center; min-height: 2.4em; cursor: pointer; }
.score input { width: 1.45em; height: 1.45em; font: inherit; margin: 0; accent-color: var(--primary); }

.card .offices-title { margin: 0 0 .7em; }
.offices { display: grid; gap: .8em; margin: 0; padding: 0; list-style: none; }
.office-card { min-width: 0; padding: .9em; border: 1px solid var(--line); border-radius: 12px; }
.office-card h4 { margin: 0; font-size: 1.12em; }
.office-card p { margin: .35em 0; }
.today { font-weight: 600; }
.today::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .5em; border: .14em solid currentcolor; border-radius: 50%; }
.today.open { color: var(--primary); }
.today.open::before { background: currentcolor; }
.today.closed { color: var(--accent); }
.today.unknown { color: var(--muted); }
.place { margin: .6em 0; }
.place address { font-style: normal; }
.reach { margin: .6em 0; padding: 0; list-style: none; }
.reach li { padding: .15em 0; }
.reach a { font-weight: 600; overflow-wrap: anywhere; }
.hours { display: grid; gap: .5em; margin: 0 0 .8em; }
.hours dt { font-weight: 600; }
.hours dd { margin: 0; }

.notice h3, .handoff h3 { margin: 0 0 .3em; font: 600 1.15em/1.3 var(--serif); }
.danger { width: min(44em, 100%); min-width: 0; padding: 1em; background: var(--alert-ground); border: 3px solid var(--alert); border-radius: 14px; }
.danger .eyebrow { color: var(--alert); font-size: .94em; }
.danger .eyebrow::before { content: "!" / ""; display: inline-block; width: 1.5em; height: 1.5em; margin-right: .5em; border-radius: 50%; background: var(--alert); color: var(--alert-ground); line-height: 1.5; text-align: center; }
.danger h3 { margin: .4em 0 .5em; font-size: 1.4em; }
.danger .words { font-size: 1.08em; }
.calls { display: grid; gap: .6em; margin: 1em 0 0; padding: 0; list-style: none; }
.call { display: grid; gap: .1em 1em; align-content: center; min-height: 3.75em; padding: .6em .9em; border: 2px solid var(--primary); border-radius: 12px; background: var(--surface); color: var(--primary); text-decoration: none; }
.call .number { font: 700 1.6em/1.1 var(--sans); }
.call .whom { color: var(--ink); line-height: 1.35; }
.call .whom::first-letter, .call.site .number::first-letter { text-transform: uppercase; }
.call.site .number { font-size: 1.12em; line-height: 1.35; }
.call:hover .whom { color: inherit; }
.danger .call { border-color: var(--alert); color: var(--alert); }
.call:hover, .danger .call:hover { background: var(--alert); border-color: var(--alert); color: var(--alert-ground); }
.notice .source { border: 0; margin-top: .8em; padding: 0; }

.handoff { width: min(38em, 100%); min-width: 0; padding: .9em 1em; background: var(--mine); border: 1px solid var(--line); border-left: 4px solid var(--primary); border-radius: 4px 14px 14px 4px; }
.handoff.closed, .handoff.bot { background: var(--sunk); }
.fact { margin: .2em 0; }
.file-number { margin: .8em 0; padding: .7em .9em; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.file-number p { margin: 0; }
.file-number .number { display: block; font: 700 1.5em/1.3 ui-monospace, monospace; letter-spacing: .04em; overflow-wrap: anywhere; }
.file-number .card-tools { margin-top: .6em; }

@container log (min-width: 42em) {
  .sides { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .side .sides { grid-template-columns: minmax(0, 1fr); }
  .card .part { display: grid; grid-template-columns: 9.5em minmax(0, 1fr); column-gap: 1.2em; }
  .card .part > h4 { margin: .05em 0 0; }
}
@container log (min-width: 30em) {
  .card { padding: 1.1em 1.4em; }
  .hours div { display: grid; grid-template-columns: 11em minmax(0, 1fr); gap: 1em; }
  .call { grid-template-columns: minmax(7.5em, auto) minmax(0, 1fr); align-items: center; }
  .call.site { grid-template-columns: minmax(0, 1fr); }
}
@container log (max-width: 21em) { .card-tools .quiet { flex: 1 1 auto; } ${rows(".reflow")} }
@container log (max-width: 14em) { .card, .danger, .handoff, .bubble, .office-card { padding: .6em; hyphens: auto; } }
@container log (max-width: 34em) { ${rows(".reflow.wide")} }

@media (forced-colors: active) {
  .listen::before { background: ButtonText; }
  .today.open::before { background: CanvasText; forced-color-adjust: none; }
}
${print}`;

/** Row under row: each row a block, each cell under its heading. @param {string} table */
function rows(table) {
  return `
  ${table} :is(table, tbody, tr, td, caption) { display: block; }
  ${table} thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  ${table} tr { margin: 0 0 .6em; border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
  ${table} td { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: .2em .8em; border: 0; }
  ${table} td + td { border-top: 1px solid var(--line); }
  ${table} td:first-child { background: var(--sunk); font-weight: 600; }
  ${table} td::before { content: attr(data-label); color: var(--muted); font-weight: 400; }
  ${table} td::before { content: attr(data-label) / ""; }`;
}
