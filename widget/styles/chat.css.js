// The conversation: who speaks and when, bubbles, blocks of a sheet, choices, the simple mode. Cards are next door.
// Widths are those of the log, not of the screen.

export const css = `
.log { gap: 1em; padding: 1em; container: log / inline-size; }
.log:focus-visible { outline-offset: -3px; }
.entries { gap: 1em; }
.entry { gap: .2em; justify-items: start; scroll-margin-top: 1em; animation: arrive .2s ease-out; }
.entry > * { margin: 0; }
.citizen { justify-items: end; }

.bubble { max-width: 42em; border: 1px solid transparent; border-radius: 4px 1em 1em; }
.citizen .bubble { max-width: 88%; border-radius: 1em 1em 4px; }
.agent .bubble { border-color: var(--primary); border-left-width: 4px; background: var(--surface); }
.card, .handoff, .danger, .question { width: 100%; max-width: 44em; }
.words { white-space: pre-line; unicode-bidi: plaintext; }
.card, .side { border-top: 4px solid var(--primary); border-radius: 4px 4px var(--corner) var(--corner); }
.eyebrow { font-size: .9em; font-weight: 600; color: var(--primary); }

.content :is(ul, ol) { padding-left: 1.3em; list-style: disc; }
.content ol { list-style: decimal; }
.fold > summary { font-weight: 600; color: var(--primary); }
.fold > :not(summary) { margin: .6em 1em; }

.choice { align-items: start; padding: .5em .7em; }
.says { flex: 1; }
.choice .about, .item .about { display: block; }
.key { min-width: 1.6em; border-radius: .4em; background: var(--mine); text-align: center; }
.change { color: var(--primary); text-decoration: underline; }

.typing { color: var(--muted); animation: think 1.2s infinite; }
.fresh { position: sticky; bottom: .6em; z-index: 1; border-radius: 2em; }
.fresh, .earlier-button { justify-self: center; }

.simple { font-size: 1.2em; }
.simple .earlier { display: none; }
.simple .entry { justify-items: stretch; }
.simple .entry > * { max-width: none; }
.simple .choice { min-height: 3.4em; }

@keyframes arrive { from { opacity: 0; transform: translateY(.4em); } }
@keyframes think { 30% { opacity: .3; } }
`;
