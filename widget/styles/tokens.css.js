// Colours and type. A page sets `--guichet-…` on the element, or on what holds it; the widget reads the short names.
// Which of the two sets of colours counts is decided in `panel/looks.js`, also where the site brings a ground of its own.
// Secondary text and lines are mixed from the text and the ground, so that they match those that a site sets.

export const css = `
.root {
  all: initial;
  display: contents;
  direction: ltr;
  color-scheme: light;
  --unit: 16px;
  --paper: var(--guichet-paper, #f6f1e7);
  --surface: var(--guichet-surface, #fffdf8);
  --sunk: var(--guichet-sunk, #efe7d8);
  --ink: var(--guichet-ink, #20302b);
  --muted: var(--guichet-muted, color-mix(in srgb, var(--ink) 75%, var(--paper)));
  --line: var(--guichet-line, color-mix(in srgb, var(--ink) 15%, var(--paper)));
  --primary: #1f5a4a;
  --primary-strong: color-mix(in srgb, var(--primary) 75%, var(--ink));
  --on-primary: var(--surface);
  --mine: var(--guichet-mine, #dcebe2);
  --accent: var(--guichet-warning, #9c4a22);
  --warm: var(--guichet-warning-ground, #fbeedd);
  --focus: var(--guichet-focus, var(--accent));
  --alert: var(--guichet-alert, #9b1c1c);
  --alert-ground: var(--guichet-alert-ground, #fdf0ee);
  --serif: var(--guichet-title-font, Palatino, Georgia, serif);
  --sans: var(--guichet-font, system-ui, sans-serif);
  --radius: var(--guichet-radius, 16px);
  --corner: calc(var(--radius) * .6);
  --gap: var(--guichet-gap, 16px);
}

.dark {
  color-scheme: dark;
  --paper: var(--guichet-paper, #121816);
  --surface: var(--guichet-surface, #1b2421);
  --sunk: var(--guichet-sunk, #141b19);
  --ink: var(--guichet-ink, #e9ede8);
  --primary: #86cfb3;
  --mine: var(--guichet-mine, #24423a);
  --accent: var(--guichet-warning, #f0b07c);
  --warm: var(--guichet-warning-ground, #33281d);
  --alert: var(--guichet-alert, #ffb4a8);
  --alert-ground: var(--guichet-alert-ground, #33191a);
}

@media print {
  .root { color-scheme: light; --paper: #fff; --surface: #fff; --sunk: #fff; --mine: #fff; --warm: #fff; --alert-ground: #fff; --ink: #000; --primary: #000; --accent: #000; --alert: #000; }
}
`;
