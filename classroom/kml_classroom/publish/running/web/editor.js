// An editor for Python: CodeMirror 6, bundled when the site is built.
//
// It lives in a part of the page of its own (a shadow root): there CodeMirror's styles come as style sheets that no
// policy forbids, and nothing of the page's own look reaches it but its colours.
import { autocompletion, closeBrackets, closeBracketsKeymap, completeAnyWord, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const LOOK = EditorView.theme({
  "&": { backgroundColor: "var(--code)", color: "var(--ink)", fontSize: "16px", borderRadius: "0.4rem" },
  "&.cm-focused": { outline: "3px solid var(--mark)" },
  ".cm-content": { fontFamily: "var(--mono)", padding: "0.7rem 0.3rem", caretColor: "var(--ink)", minHeight: "3.2em" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--mark) 35%, transparent) !important" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--mark)" },
});
const COLOURS = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], color: "var(--keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.className], color: "var(--name)" },
]));

// Put an editor into `place`. changed(text) after each change, run() at Shift+Enter. Returns {text(), set(text), type(sign),
// indent(), outdent(), focus()}.
export function edit(place, { text, label, changed, run }) {
  const root = place.attachShadow({ mode: "open" });
  const keys = [
    { key: "Shift-Enter", run: () => { run(); return true; } },
    { key: "Ctrl-Enter", mac: "Cmd-Enter", run: () => { run(); return true; } },
    ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap,
  ];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), indentUnit.of("    "),
        autocompletion({ override: [completeAnyWord], activateOnTyping: false }), keymap.of(keys), python(), LOOK, COLOURS,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(update.state.doc.toString()); }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set: (other) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: other } }),
    type: (sign) => { view.dispatch(view.state.replaceSelection(sign)); view.focus(); },
    indent: () => { indentMore(view); view.focus(); },
    outdent: () => { indentLess(view); view.focus(); },
    focus: () => view.focus(),
  };
}
