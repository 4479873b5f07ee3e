// Both come with lang-json, which has to speak of the same ones: no other copies of them are asked for.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { EditorView } from 'codemirror';

const VALUE = 'light-dark(var(--mantine-color-grape-9), var(--mantine-color-grape-3))';

/** Names, texts and other values of JSON, told from what is behind them by 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export const HIGHLIGHTING = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'light-dark(var(--mantine-color-blue-8), var(--mantine-color-blue-3))' },
    { tag: tags.string, color: 'light-dark(var(--mantine-color-teal-9), var(--mantine-color-teal-3))' },
    { tag: [tags.number, tags.bool, tags.null], color: VALUE },
  ]),
);

/** The editor in the colours of the page, light and dark. */
export const THEME = EditorView.theme({
  '&': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: 'var(--mantine-radius-md)',
    fontSize: 'var(--mantine-font-size-sm)',
  },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)' },
  '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)', caretColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    color: 'var(--mantine-color-dimmed)',
    backgroundColor: 'var(--mantine-color-default)',
    borderRight: '1px solid var(--mantine-color-default-border)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--mantine-color-default-hover)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--mantine-primary-color-light-hover)',
  },
  '.cm-tooltip, .cm-panels': { color: 'var(--mantine-color-text)', backgroundColor: 'var(--mantine-color-default)' },
});
