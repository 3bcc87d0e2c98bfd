// Colours and type. A page sets `--guichet-…` on the element, or on what holds it; the widget reads the short names.
// Which of the two sets of colours counts is decided in `panel/looks.js`, also where the site brings a ground of its own.

export const css = `
.root {
  color-scheme: light;
  --unit: 16px;
  --paper: var(--guichet-paper, #f6f1e7);
  --surface: var(--guichet-surface, #fffdf8);
  --sunk: var(--guichet-sunk, #efe7d8);
  --ink: var(--guichet-ink, #20302b);
  --muted: var(--guichet-muted, #56645d);
  --line: var(--guichet-line, #dccfb9);
  --primary: #1f5a4a;
  --primary-strong: #174639;
  --on-primary: #fffdf8;
  --mine: var(--guichet-mine, #dcebe2);
  --accent: var(--guichet-warning, #9c4a22);
  --warm: var(--guichet-warning-ground, #fbeedd);
  --focus: var(--guichet-focus, #b4532a);
  --alert: var(--guichet-alert, #9b1c1c);
  --alert-ground: var(--guichet-alert-ground, #fdf0ee);
  --serif: var(--guichet-title-font, "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif);
  --sans: var(--guichet-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif);
  --radius: var(--guichet-radius, 16px);
  --gap: var(--guichet-gap, 16px);
}

.dark {
  color-scheme: dark;
  --paper: var(--guichet-paper, #121816);
  --surface: var(--guichet-surface, #1b2421);
  --sunk: var(--guichet-sunk, #141b19);
  --ink: var(--guichet-ink, #e9ede8);
  --muted: var(--guichet-muted, #a9b7b0);
  --line: var(--guichet-line, #36453f);
  --primary: #86cfb3;
  --primary-strong: #a8e0ca;
  --on-primary: #0d1b16;
  --mine: var(--guichet-mine, #24423a);
  --accent: var(--guichet-warning, #f0b07c);
  --warm: var(--guichet-warning-ground, #33281d);
  --focus: var(--guichet-focus, #f0b07c);
  --alert: var(--guichet-alert, #ffb4a8);
  --alert-ground: var(--guichet-alert-ground, #33191a);
}

@media print {
  .root, .dark { color-scheme: light; --paper: #fff; --surface: #fff; --sunk: #fff; --mine: #fff; --warm: #fff; --alert-ground: #fff; --ink: #000; --muted: #333; --line: #999; --primary: #000; --primary-strong: #000; --accent: #000; --alert: #000; }
}
`;
