// The log: its order on the page, who speaks and when, the simple mode. Bubbles and cards are in chat.css.js.

export const css = `
.entries { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1em; margin: 0; padding: 0; list-style: none; }
.entry { overflow-wrap: anywhere; }
.entry:focus { outline-offset: 4px; }
.who { margin: 0 0 .2em; font-size: .8125em; color: var(--muted); }
.citizen > .who { text-align: right; }
.entry.same > .who { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
.day { justify-self: stretch; margin: .4em 0 1em; padding-top: .6em; border-top: 1px solid var(--line); font-size: .875em; text-align: center; color: var(--muted); }
.day::first-letter { text-transform: uppercase; }
.typing .bubble { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .7em; color: var(--muted); font-size: .9375em; }
.fresh { position: sticky; bottom: .6em; justify-self: center; z-index: 1; border-radius: 999px; }

.earlier-button { justify-self: center; }
.simple .earlier { display: none; }
.simple { font-size: 1.2em; }
.simple .bubble, .simple .card, .simple .citizen .bubble { max-width: none; width: 100%; }
.simple .citizen { justify-items: stretch; }
.simple .citizen > .who { text-align: left; }
.simple .choices { grid-template-columns: minmax(0, 1fr); gap: .7em; }
.simple .choices .choice { min-height: 3.4em; font-size: 1.1em; }
`;
