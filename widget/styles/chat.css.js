// The conversation: entries, bubbles, blocks of a sheet, buttons. Colours are in tokens.css.js.
// Sizes are in em, so that all follows the size of the text; widths are those of the log, not of the screen.

export const css = `
.log { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1em; align-content: start; margin: 0; padding: 1em; list-style: none; container: log / inline-size; }

.entry { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: start; min-width: 0; scroll-margin-top: 1em; animation: arrive .25s ease-out; }
.entry.citizen { justify-items: end; }
.entry[hidden] { display: none; }

.bubble { max-width: min(38em, 100%); min-width: 0; padding: .7em 1em; background: var(--sunk); border: 1px solid transparent; border-radius: 4px 16px 16px; }
.citizen .bubble { max-width: min(32em, 88%); background: var(--mine); border-radius: 16px 16px 4px; }
.bubble.notice { background: var(--warm); border-left: 4px solid var(--accent); border-radius: 4px 16px 16px 4px; }
.bubble.question { width: min(38em, 100%); }
.words { margin: 0; white-space: pre-line; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.words a { overflow-wrap: anywhere; }
.about { margin: .35em 0 0; font-size: .9em; color: var(--muted); }
.problem { margin: .35em 0 0; font-size: .95em; color: var(--accent); font-weight: 600; }
.bubble.sending, .bubble.waiting { opacity: .8; }

.card { width: min(44em, 100%); min-width: 0; padding: 1em; background: var(--surface); border: 1px solid var(--line); border-top: 4px solid var(--primary); border-radius: 4px 4px 14px 14px; }
.card h3 { margin: .1em 0 0; font: 600 1.25em/1.25 var(--serif); }
.card h4 { margin: 1.3em 0 .4em; font: 600 1.08em/1.3 var(--serif); }
.card h5, .card h6 { margin: 1.1em 0 .3em; font-size: 1em; }
.eyebrow { margin: 0; font-size: .8em; font-weight: 600; letter-spacing: .03em; color: var(--primary); }
.case { margin: .5em 0 0; font-size: .94em; color: var(--muted); }
.case strong { color: var(--ink); }
.card { overflow-wrap: anywhere; }
.content > :first-child { margin-top: .75em; }
.content p, .content ul, .content ol { margin: .6em 0; }
.content ul, .content ol { padding-left: 1.3em; }
.content ul { list-style: disc; }
.content li { margin: .3em 0; }
.content li > p { margin: 0; }
.content li::marker { color: var(--primary); }
.content dfn { font-style: normal; text-decoration: underline dotted; text-underline-offset: .2em; }
.pointers a { font-weight: 600; }

.callout { margin: 1em 0; padding: .7em 1em; background: var(--sunk); border-left: 4px solid var(--primary); border-radius: 0 8px 8px 0; }
.callout-warning, .callout-notice { background: var(--warm); border-color: var(--accent); }
.callout p { margin: .3em 0; }
.callout-title { font-weight: 600; }

.fold { margin: .6em 0; border: 1px solid var(--line); border-radius: 10px; }
.fold summary { padding: .6em .9em; font-weight: 600; color: var(--primary); cursor: pointer; border-radius: 10px; }
.fold summary:hover { background: var(--sunk); }
.fold > :not(summary) { margin-left: .9em; margin-right: .9em; }
.fold > ul, .fold > ol { padding-left: 1.2em; }
.cases-title { font-weight: 600; }

.service { margin: 1em 0; }
.credit { margin: .3em 0 0; font-size: .82em; color: var(--muted); }
.source { margin: 1.2em 0 0; padding-top: .8em; border-top: 1px solid var(--line); font-size: .94em; color: var(--muted); }
.source, .credit { overflow-wrap: anywhere; }

button, .button { display: inline-block; min-height: 2.75em; padding: .55em 1.1em; border: 2px solid var(--primary); border-radius: 10px; background: var(--primary); color: var(--on-primary); font: inherit; font-weight: 600; line-height: 1.35; text-align: left; text-decoration: none; cursor: pointer; }
button:hover, .button:hover { background: var(--primary-strong); border-color: var(--primary-strong); color: var(--on-primary); }
.quiet, .choice, .button.outline { background: transparent; color: var(--primary); }
.quiet { min-height: 2.4em; padding: .3em .75em; border-width: 1px; border-color: var(--line); font-size: .94em; }
.quiet:hover, .choice:hover, .button.outline:hover { background: var(--mine); border-color: var(--primary); color: var(--primary-strong); }
.quiet[aria-pressed="true"] { background: var(--mine); border-color: var(--primary); box-shadow: inset 0 0 0 1px var(--primary); }

.choices, .ways { display: grid; gap: .5em; margin: .8em 0 .2em; padding: 0; list-style: none; }
.ways { display: flex; flex-wrap: wrap; }
.choice { display: flex; gap: .7em; align-items: flex-start; width: 100%; padding: .55em .7em; background: var(--surface); border-width: 1.5px; }
.key { flex: none; min-width: 1.6em; margin-top: .02em; border-radius: .4em; background: var(--mine); color: var(--primary-strong); font-size: .88em; line-height: 1.6; text-align: center; }
.choice:hover .key { background: var(--surface); }
.choice .says { flex: 1; min-width: 0; }
.choice .about { display: block; margin: .1em 0 0; font-weight: 400; }
.choice[aria-pressed="true"] { background: var(--mine); }
.choice[aria-pressed="true"]::after { content: "✓" / ""; }
.answered { margin-top: .5em; }
.answered > summary { padding: .35em 0; cursor: pointer; }
.answered .change { color: var(--primary); text-decoration: underline; text-underline-offset: .15em; }

.dots { display: inline-flex; gap: .3em; padding: .45em 0; }
.dots i { width: .5em; height: .5em; border-radius: 50%; background: var(--muted); animation: think 1.2s infinite ease-in-out; }
.dots i:nth-child(2) { animation-delay: .15s; }
.dots i:nth-child(3) { animation-delay: .3s; }

@keyframes arrive { from { opacity: 0; transform: translateY(.4em); } }
@keyframes think { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }

@media (prefers-reduced-motion: reduce) { .entry, .dots i { animation: none; } }
@media (forced-colors: active) { .key { border: 1px solid; } .choice[aria-pressed="true"], .quiet[aria-pressed="true"] { outline: 2px solid Highlight; } }
`;
