// The warning before personal data leaves. Colours come from the tokens, buttons from the conversation.

export const css = `
.personal { max-height: 66vh; overflow-y: auto; margin: 0 0 .7em; padding: .8em 1em; background: var(--warm); border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 4px 12px 12px 4px; }
.personal p { margin: .4em 0 0; }
.personal .personal-what { margin: 0; font-weight: 600; }
.personal blockquote { margin: .4em 0 0; padding: .5em .75em; background: var(--surface); border-radius: 8px; overflow-wrap: anywhere; }
.personal strong { color: var(--accent); }
.personal .quiet { min-height: 3em; background: var(--surface); border-color: var(--muted); }
.personal button { flex: 1 1 12em; }
`;
