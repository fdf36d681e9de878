/** The words: a sentence to type, and for the focused word its spelling, its place, its removal. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { controlStrings as strings } from "../strings/controls";
import { action } from "./action";

export interface TokenEditorProps {
  tokens: readonly string[];
  focused: number;
  /** The words of the other sentence in cross-attention. */
  memory: readonly string[] | null;
  onSentence: (tokens: string[]) => void;
  onMemory: (tokens: string[]) => void;
  onRename: (label: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onAdd: () => void;
  onCommit: () => void;
}

export const splitWords = (text: string): string[] => text.split(/\s+/u).filter(Boolean);

export function tokenEditor(props: TokenEditorProps): TemplateResult {
  const {
    tokens,
    focused,
    memory,
    onSentence,
    onMemory,
    onRename,
    onMove,
    onRemove,
    onAdd,
    onCommit,
  } = props;
  const token = tokens[focused] ?? "";
  return html`<div class="token-editor">
    ${sentence("sentence", strings.sentence, tokens, onSentence, onCommit)}
    ${memory ? sentence("memory", strings.memorySentence, memory, onMemory, onCommit) : nothing}
    <div class="control word-editor" role="group" aria-labelledby="word-editor">
      <p class="control-name" id="word-editor">${strings.wordLabel(token)}</p>
      <div class="row">
        <input
          class="text-field"
          type="text"
          dir="auto"
          maxlength="64"
          aria-label=${strings.label}
          .value=${live(token)}
          @input=${(event: Event) => {
            event.stopPropagation();
            const label = (event.target as HTMLInputElement).value.trim();
            if (label !== "") onRename(label);
          }}
          @change=${(event: Event) => {
            onCommit();
            (event.target as HTMLInputElement).value = token;
          }}
        />
        ${action(strings.moveEarlier, focused === 0, () => onMove(-1))}
        ${action(strings.moveLater, focused === tokens.length - 1, () => onMove(1))}
        <button @click=${onAdd}>${strings.addAfter}</button>
        ${action(strings.remove, tokens.length === 1, onRemove)}
      </div>
    </div>
  </div>`;
}

function sentence(
  id: string,
  name: string,
  words: readonly string[],
  onInput: (tokens: string[]) => void,
  onCommit: () => void,
): TemplateResult {
  return html`<div class="control sentence-editor">
    <label for=${id}>${name}</label>
    <input
      id=${id}
      class="text-field wide"
      type="text"
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      .value=${words.join(" ")}
      @input=${(event: Event) => {
        event.stopPropagation();
        const tokens = splitWords((event.target as HTMLInputElement).value);
        if (tokens.length > 0) onInput(tokens);
      }}
      @change=${(event: Event) => {
        onCommit();
        // What was refused or left empty gives way to the words that the figure shows.
        (event.target as HTMLInputElement).value = words.join(" ");
      }}
    />
  </div>`;
}
