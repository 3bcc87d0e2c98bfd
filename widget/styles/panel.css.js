// The window itself: launcher, frame, header, what is under the conversation. Cards and bubbles are in chat.css.js.

export const css = `
:host { display: contents !important; zoom: 1 !important; }
:host([hidden]) { display: none !important; }
.root { all: initial; display: contents; direction: ltr; }
.root.inline { display: block; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.panel, .launcher { font: calc(var(--unit) * 1.0625)/1.5 var(--sans); color: var(--ink); overflow-wrap: break-word; -webkit-text-size-adjust: 100%; }
a { color: var(--primary); text-underline-offset: .15em; }
a:hover { color: var(--primary-strong); }
button { touch-action: manipulation; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.panel:focus { outline: 0; }
.log:focus-visible { outline-offset: -3px; }
.spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { flex: none; width: 1.4em; height: 1.4em; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }

.launcher { position: fixed; right: calc(var(--gap) + env(safe-area-inset-right)); bottom: calc(var(--gap) + env(safe-area-inset-bottom)); z-index: 2147483000; display: flex; align-items: center; gap: .6em; max-width: calc(100vw - 2 * var(--gap)); min-height: 3.4em; padding: .6em 1.3em .6em 1.1em; border: 2px solid var(--surface); border-radius: 999px; background: var(--primary); color: var(--on-primary); font-weight: 600; line-height: 1.3; box-shadow: 0 2px 4px rgb(0 0 0 / 18%), 0 8px 24px -6px rgb(0 0 0 / 35%); }
.launcher:hover { border-color: var(--surface); }
.launcher .icon { width: 1.7em; height: 1.7em; }
.news { padding: .1em .7em; border-radius: 999px; background: var(--warm); color: var(--accent); font-size: .875em; }

.panel { position: fixed; right: calc(var(--gap) + env(safe-area-inset-right)); bottom: calc(var(--gap) + env(safe-area-inset-bottom)); z-index: 2147483000; display: flex; flex-direction: column; width: min(var(--guichet-width, calc(var(--unit) * 27)), 100vw - 2 * var(--gap)); height: min(var(--guichet-height, calc(var(--unit) * 44)), 100vh - 2 * var(--gap)); border: 1px solid var(--muted); border-radius: var(--radius); background: var(--surface); overflow: hidden; box-shadow: 0 4px 8px rgb(0 0 0 / 10%), 0 24px 56px -16px rgb(0 0 0 / 45%); animation: rise .2s ease-out; }
.bottom-left :is(.launcher, .panel) { right: auto; left: calc(var(--gap) + env(safe-area-inset-left)); }
.inline .panel { position: relative; z-index: auto; inset: auto; width: auto; height: var(--guichet-height, min(calc(var(--unit) * 46), 88vh)); min-height: min(calc(var(--unit) * 30), 100vh); animation: none; box-shadow: none; }
.scroll { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; }
.inline .scroll { overscroll-behavior: auto; }
@keyframes rise { from { opacity: 0; transform: translateY(.6em); } }

.head { position: relative; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: .3em; padding: .45em .5em .45em 1.1em; border-bottom: 1px solid var(--line); background: var(--paper); }
.head h2 { flex: 1 1 5em; min-width: 0; margin: 0; font: 600 1.2em/1.25 var(--serif); }
.head .quiet { display: inline-flex; align-items: center; gap: .35em; min-height: 2.75rem; min-height: calc(var(--unit) * 2.75); padding: .3em .6em; border-color: transparent; }
.head > .quiet .icon { width: 1.25em; height: 1.25em; }
.head > .quiet[aria-expanded="true"] { background: var(--mine); }
.menu { order: 1; flex: 1 0 100%; max-height: min(32em, 62vh); margin: .2em -.5em -.45em -1.1em; padding: .5em .6em .7em; overflow-y: auto; border-top: 1px solid var(--line); background: var(--surface); box-shadow: 0 1px 0 var(--line); }
.menu ul, .suggestions ul, .starters ul { display: grid; grid-template-columns: minmax(0, 1fr); margin: 0; padding: 0; list-style: none; }
.item { width: 100%; min-height: calc(var(--unit) * 2.75); padding: .5em .6em; border: 1px solid transparent; border-radius: calc(var(--radius) / 2); background: transparent; color: var(--primary); font: 600 1em/1.35 var(--sans); text-align: left; }
.item:hover { border-color: transparent; background: var(--mine); color: var(--primary-strong); }
.item .about { display: block; margin: 0; font-weight: 400; }
.item[aria-pressed]::before { content: ""; float: right; width: 1.3em; height: 1.3em; margin: .05em .1em 0 .6em; border: 2px solid var(--muted); border-radius: 4px; }
.item[aria-pressed="true"]::before { border: .45em solid var(--primary); }
.sizes { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; padding: .2em .6em .5em; }
.sizes span { flex: 1; font-weight: 600; }
.menu .sizes .quiet { min-width: calc(var(--unit) * 3.4); justify-content: center; border-color: var(--muted); }
.sizes [aria-disabled="true"] { border-style: dashed; color: var(--muted); cursor: default; }

.starters { display: block; max-width: none; padding: 0 1.1em 1.2em; }
.starters > p, .suggestions > p { margin: 0 0 .5em; font-size: .9375em; color: var(--muted); }
.starters > ul { gap: .5em; }
.theme { display: flex; align-items: center; justify-content: space-between; width: 100%; min-height: calc(var(--unit) * 3); padding: .5em 1em; border: 1.5px solid var(--muted); border-radius: calc(var(--radius) * .7); background: var(--surface); color: var(--ink); font: 600 1em/1.35 var(--sans); text-align: left; }
.theme:hover { border-color: var(--primary); background: var(--mine); color: var(--ink); }
.theme::after { content: ""; flex: none; width: .5em; height: .5em; margin: -.25em .2em 0 1em; border: solid var(--primary); border-width: 0 .16em .16em 0; transform: rotate(45deg); }
.theme[aria-expanded="true"]::after { margin-top: .2em; transform: rotate(225deg); }
.theme[aria-expanded="true"] { border-color: var(--primary); background: var(--mine); }
.starters ul ul { margin: .3em 0 .4em .9em; padding-left: .4em; border-left: 3px solid var(--mine); }

.composer { position: relative; z-index: 1; padding: .7em 1.1em calc(.7em + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--surface); }
.composer :is(.status, .ask, .topic, .suggestions) { margin-bottom: .6em; }
label[for="text"] { display: block; margin-bottom: .3em; font-weight: 600; }
.line { display: flex; flex-wrap: wrap; gap: .5em; align-items: flex-end; }
.line button { flex: 0 1 auto; min-height: calc(var(--unit) * 3); }
.grow { display: grid; flex: 1 1 8em; min-width: 0; max-height: calc(var(--unit) * 9); overflow-y: auto; border: 1.5px solid var(--muted); border-radius: calc(var(--radius) * .6); background: var(--surface); }
.grow:focus-within { outline: 3px solid var(--focus); outline-offset: 2px; }
.grow:has([aria-invalid="true"]) { border-color: var(--alert); }
.grow::after { content: attr(data-text) " "; visibility: hidden; white-space: pre-wrap; }
.grow::after, .grow textarea { grid-area: 1 / 1; min-width: 0; min-height: calc(var(--unit) * 2.8); margin: 0; padding: .6em .8em; border: 0; font: inherit; line-height: 1.4; overflow-wrap: anywhere; }
.grow textarea { overflow: hidden; background: transparent; color: var(--ink); resize: none; outline: 0; }
.hint, .count { margin: .35em 0 0; font-size: .875em; color: var(--muted); }
[aria-invalid="true"] ~ .count, .line:has([aria-invalid="true"]) + .count { color: var(--alert); font-weight: 600; }
.status, .ask, .topic { padding: .6em .8em; border-radius: calc(var(--radius) / 2); background: var(--warm); font-size: .9375em; }
.status { display: flex; flex-wrap: wrap; align-items: center; gap: .3em .6em; }
.status p, .ask > p { flex: 1 1 10em; margin: 0; }
.status .quiet { background: var(--surface); border-color: var(--muted); }
.ask { max-height: 55vh; overflow-y: auto; border: 1px solid var(--line); border-left: 4px solid var(--accent); }
.ask > p { font-weight: 600; }
.ask .quiet { min-height: calc(var(--unit) * 2.75); background: var(--surface); border-color: var(--muted); }
.topic { padding: 0; background: var(--sunk); }
.suggestions { max-height: 40vh; overflow-y: auto; padding: .5em; border: 1px solid var(--line); border-radius: calc(var(--radius) / 2); background: var(--sunk); }
.suggestions > p { margin: 0 .6em; }

/* The whole screen: phones, and pages that are zoomed into. looks.js says the same. */
@media (max-width: 30em), (max-height: 30em) {
  .longer { display: none; }
  .root:not(.inline) .panel { inset: 0; top: var(--seen-top, 0); bottom: auto; width: 100%; height: 100vh; height: var(--seen-height, 100dvh); padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left); border: 0; border-radius: 0; animation: none; }
  .head { padding-left: .8em; }
  .head > .quiet .icon { display: none; }
  .composer { padding-left: .8em; padding-right: .8em; }
  .starters { padding: 0 .8em 1em; }
}

/* So little height, as at a zoom of 400 %, that the conversation needs all of it: everything scrolls together. */
.tight .panel { display: block; overflow-y: auto; }
.tight.inline .panel { height: auto; min-height: 0; }
.tight .scroll { overflow: visible; }
.tight :is(.menu, .ask, .suggestions) { max-height: none; }

@media (prefers-reduced-motion: reduce) { .panel { animation: none; } }

@media (forced-colors: active) {
  .theme, .item { border-color: ButtonBorder; }
  .grow:focus-within, :focus-visible { outline-color: Highlight; }
  .item[aria-pressed="true"], .choice[aria-pressed="true"], [aria-expanded="true"].theme, .head > .quiet[aria-expanded="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
  .item[aria-pressed="true"] .about { color: HighlightText; }
  .item[aria-pressed="true"]::before { border-color: HighlightText; }
  .theme::after { border-color: currentcolor; }
}

@media print { .launcher, .head, .composer, .starters { display: none !important; } }
`;
