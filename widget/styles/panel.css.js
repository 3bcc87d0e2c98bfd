// The window itself: launcher, frame, header, what is under the conversation, and what is asked there before sending.

export const css = `
.inline { display: block; }
.panel, .launcher { position: fixed; inset: auto var(--gap) calc(var(--gap) + env(safe-area-inset-bottom)) auto; z-index: 2147483000; max-width: calc(100vw - 2 * var(--gap)); font: calc(var(--unit) * 1.0625)/1.5 var(--sans); color: var(--ink); overflow-wrap: anywhere; box-shadow: 0 .5em 2em #0006; }
.bottom-left > * { right: auto; left: var(--gap); }
.launcher { min-height: 3.4em; padding: .6em 1.2em; border-color: var(--surface); border-radius: 2em; color: var(--on-primary); font-weight: 600; }
.icon { flex: none; width: 1.4em; height: 1.4em; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; }
.news { padding: .1em .7em; border-radius: 2em; color: var(--accent); font-size: .9em; }

.panel { display: flex; flex-direction: column; width: var(--guichet-width, calc(var(--unit) * 27)); height: min(var(--guichet-height, calc(var(--unit) * 44)), 100vh - 2 * var(--gap)); border: 1px solid var(--muted); border-radius: var(--radius); background: var(--surface); overflow: hidden; animation: arrive .2s ease-out; }
.panel:focus { outline: 0; }
.inline .panel { position: relative; inset: auto; z-index: auto; width: auto; max-width: none; height: var(--guichet-height, min(calc(var(--unit) * 46), 88vh)); box-shadow: none; }
.scroll { flex: 1; overflow: auto; overscroll-behavior: contain; }
.inline .scroll { overscroll-behavior: auto; }

.head { display: flex; flex-wrap: wrap; align-items: center; padding: .4em .3em .4em 1em; border-bottom: 1px solid var(--line); background: var(--paper); }
.head h2 { flex: 1 1 4em; }
.head > :where(button:not([aria-expanded="true"])) { border-color: transparent; background: none; }
.menu { order: 1; flex: 1 0 100%; max-height: 62vh; margin: .4em -.3em -.4em -1em; padding: .5em; overflow-y: auto; border-top: 1px solid var(--line); background: var(--surface); }
:is(.menu, .suggestions, .theme +) ul { gap: 0; }
.item { display: block; width: 100%; padding: .5em .6em; border: 1px solid transparent; background: none; }
.sizes { padding: .2em .6em .5em; }
.sizes > span { flex: 1; }
[aria-disabled="true"] { border-style: dashed; color: var(--muted); }

.starters { padding: 0 1em 1em; }
.theme { border-color: var(--muted); }
.theme + ul { margin: .3em 0 .4em 1em; }

.composer { padding: .7em 1em calc(.7em + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }
.composer > :is(.suggestions, .topic, .person), .status, .ask { margin-bottom: .6em; }
.line { align-items: end; }
.line button { min-height: 2.8em; }
.grow { display: grid; flex: 1 1 8em; max-height: calc(var(--unit) * 9); overflow-y: auto; }
.grow:focus-within { outline: 3px solid var(--focus); outline-offset: 2px; }
.grow:has([aria-invalid="true"]) { border-color: var(--alert); }
.grow::after { content: attr(data-text) " "; visibility: hidden; white-space: pre-wrap; }
.grow::after, .grow textarea { grid-area: 1 / 1; min-height: 2.6em; padding: .6em .8em; border: 0; font: inherit; line-height: 1.4; }
.grow textarea { overflow: hidden; background: none; resize: none; outline: 0; }
.line:has([aria-invalid="true"]) + .count { color: var(--alert); font-weight: 600; }
.person { color: var(--primary); font-weight: 600; }
.status p { flex: 1 1 10em; }
.ask, .suggestions { max-height: 55vh; overflow-y: auto; }

/* The whole screen: phones, and pages that are zoomed into. looks.js says the same. */
@media (max-width: 30em), (max-height: 30em) {
  .longer, .head .icon { display: none; }
  .root:not(.inline) .panel { inset: var(--seen-top, 0) 0 auto; width: 100%; max-width: none; height: var(--seen-height, 100dvh); padding-top: env(safe-area-inset-top); border: 0; border-radius: 0; }
}

/* So little height, as at a zoom of 400 %, that the conversation needs all of it: everything scrolls together. */
.tight .panel { display: block; overflow-y: auto; }
.tight.inline .panel { height: auto; }
.tight :is(.menu, .ask, .suggestions) { max-height: none; }
.tight .scroll:not(.table) { overflow: visible; }
`;
