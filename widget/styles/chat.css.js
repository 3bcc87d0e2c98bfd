// The conversation: who speaks and when, bubbles, blocks of a sheet, choices, the simple mode. Cards are next door.
// Widths are those of the log, not of the screen.

export const css = `
.log { gap: 1em; padding: 1em; container: log / inline-size; }
.log:focus-visible { outline-offset: -3px; }
.entries { gap: 1em; }
.entry { gap: .2em; justify-items: start; scroll-margin-top: 1em; animation: arrive .25s ease-out; }
.entry > * { margin: 0; }
.citizen { justify-items: end; }
.whom::first-letter, .site .number::first-letter { text-transform: uppercase; }

.bubble { max-width: 42em; border: 1px solid transparent; border-radius: 4px 1em 1em; }
.citizen .bubble { max-width: min(42em, 88%); border-radius: 1em 1em 4px; }
.card, .handoff, .danger, .question { width: 100%; max-width: 44em; }
.words { white-space: pre-line; unicode-bidi: plaintext; }
.card, .side { border-top: 4px solid var(--primary); border-radius: 4px 4px var(--corner) var(--corner); }
.eyebrow { font-size: .85em; font-weight: 600; color: var(--primary); }
.eyebrow + h3 { margin-top: .1em; }
.case strong { color: var(--ink); }

.content :is(ul, ol) { padding-left: 1.3em; list-style: disc; }
.content ol { list-style: decimal; }
.content li::marker { color: var(--primary); }
.content * + :is(h4, h5) { margin-top: 1.2em; }
.content dfn { font-style: normal; text-decoration: underline dotted; }
.fold > summary { border-radius: inherit; font-weight: 600; color: var(--primary); }
.fold > :not(summary) { margin: .6em 1em; }
.side .callout { background: var(--surface); }

.choice { align-items: start; padding: .5em .7em; }
.says { flex: 1; }
.choice .about, .item .about { display: block; }
.key { min-width: 1.6em; border-radius: .4em; background: var(--mine); color: var(--primary-strong); font-size: .9em; line-height: 1.6; text-align: center; }
.choice[aria-pressed="true"]::after { content: "✓" / ""; }
.answered > summary { padding: .35em; border-radius: var(--corner); }
.change { color: var(--primary); text-decoration: underline; }

.typing .bubble { display: flex; flex-wrap: wrap; align-items: center; gap: .7em; color: var(--muted); }
.dots { display: flex; gap: .3em; }
.dots i { width: .5em; height: .5em; border-radius: 50%; background: currentcolor; animation: think 1.2s infinite; }
.fresh { position: sticky; bottom: .6em; z-index: 1; justify-self: center; border-radius: 2em; }
.earlier-button { justify-self: center; }

.simple { font-size: 1.2em; }
.simple .earlier { display: none; }
.simple .entry { justify-items: stretch; }
.simple .entry > * { max-width: none; }
.simple .choice { min-height: 3.4em; }

@keyframes arrive { from { opacity: 0; transform: translateY(.4em); } }
@keyframes think { 30% { opacity: .3; } }
`;
