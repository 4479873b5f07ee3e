import { useEffect, useRef } from 'react';
import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { basicSetup, EditorView } from 'codemirror';
import { useWords } from '../../../words/language.js';
import { type Problem } from '../checks/check.js';
import { type Draft } from '../draft.js';
import { problemWords } from '../checks/problem-words.js';
import { type EditorWords, WORDS } from '../words.js';
import { placeIn } from './json-places.js';
import { HIGHLIGHTING, THEME } from './json-theme.js';
import { withText } from './read-text.js';

interface JsonEditorProps {
  readonly label: string;
  readonly draft: Draft;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** The fault of the text in words. */
  readonly fault: string;
  readonly onChange: (draft: Draft) => void;
}

/** A document as JSON, with each problem at its place. Escape, then Tab, leaves it by the keyboard. */
export function JsonEditor(props: JsonEditorProps) {
  const { label, draft, problems, warnings, fault } = props;
  const { text } = draft;
  const words = useWords(WORDS);
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
      state: stateOf(latest.current.draft.text, () => latest.current),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: LABEL.reconfigure(labelled(label)) });
  }, [label]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(latest.current, words)));
  }, [draft, problems, warnings, fault, words]);
  return <div ref={place} />;
}

const LABEL = new Compartment();

function labelled(label: string) {
  return EditorView.contentAttributes.of({ 'aria-label': label });
}

function stateOf(text: string, latest: () => JsonEditorProps): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      basicSetup,
      json(),
      lintGutter(),
      THEME,
      HIGHLIGHTING,
      LABEL.of(labelled(latest().label)),
      EditorView.lineWrapping,
      EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        const written = update.state.doc.toString();
        const { draft, onChange } = latest();
        if (written !== draft.text) onChange(withText(draft, written));
      }),
    ],
  });
}

function diagnosticsOf(
  { draft, problems, warnings, fault }: JsonEditorProps,
  words: EditorWords,
): readonly Diagnostic[] {
  const { text } = draft;
  if (draft.fault !== null) {
    return [{ severity: 'error', message: fault, from: draft.fault.from, to: draft.fault.to }];
  }
  const said = (all: readonly Problem[], severity: Diagnostic['severity']) =>
    all
      .filter(({ file }) => file === undefined)
      .map((problem) => ({ ...placeIn(text, problem.pointer ?? ''), severity, message: problemWords(words, problem) }));
  return [...said(problems, 'error'), ...said(warnings, 'warning')];
}
