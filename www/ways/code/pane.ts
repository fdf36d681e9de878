/** A figure's code and data: what is chosen, what was refused, and what the engine wrote last. */
import { html, nothing, type TemplateResult } from "lit";
import { choice } from "../../controls/choice";
import { loadExchange } from "../../engine/exchange";
import type { Exchange, Language, Program, Scenario, StepName } from "../../engine/types";
import type { FigureElement } from "../../figures/frame/element";
import { codeStrings as strings, type HeadRange, type PastedField } from "../../strings/code";
import { copyable } from "../copyable";
import { save } from "../way";
import { jsonText } from "./json";
import { listing } from "./listing";
import { matrix } from "./matrix";
import { openFiles } from "./open";
import { opening } from "./opening";

type Kind = Language | "json" | "matrix" | "table";

const OF_SCENARIO: readonly Kind[] = ["numpy", "pytorch", "rust", "json", "matrix"];
const OF_SETTINGS: readonly Kind[] = ["json", "table"];

export class Pane {
  readonly #figure: FigureElement;
  #redraw: () => void = () => undefined;
  #exchange: Exchange | null = null;
  #failure = "";
  #kind: Kind;
  #step: StepName = "weights";
  #head: number | null = 0;
  #field: PastedField = "vectors";
  #heads: HeadRange | null = null;
  /** What was refused, or opened, since the pane was opened. */
  #message = "";
  #said = "";
  #written: { key: string; program: Program } | null = null;

  constructor(figure: FigureElement) {
    this.#figure = figure;
    this.#kind = figure.attended ? "numpy" : "json";
    void this.#fetch();
  }

  async #fetch(): Promise<void> {
    try {
      this.#exchange = await loadExchange();
    } catch (error) {
      this.#failure = sentenceOf(error);
    }
    this.#redraw();
  }

  draw(redraw: () => void): TemplateResult {
    this.#redraw = redraw;
    const exchange = this.#exchange;
    if (!exchange) return html`<p role="status">${this.#failure || strings.starting}</p>`;
    const kinds = this.#figure.attended ? OF_SCENARIO : OF_SETTINGS;
    return html`<div
      class="code"
      @paste=${(event: ClipboardEvent) => this.#paste(event)}
      @drop=${(event: DragEvent) => this.#drop(event)}
    >
      ${choice({
        id: "kind",
        legend: strings.what,
        value: this.#kind,
        options: kinds.map((value) => ({ value, label: strings.kinds[value] })),
        onChoose: (kind) => {
          this.#kind = kind;
          redraw();
        },
      })}
      ${this.#shown(exchange)}
      ${opening({
        takesScenario: this.#figure.attending(exchange.defaultScenario) !== null,
        field: this.#field,
        message: this.#message,
        said: this.#said,
        heads: this.#heads,
        onField: (field) => {
          this.#field = field;
        },
        onHeads: (heads) => {
          this.#heads = heads;
        },
        onFiles: (files) => void this.#open(files),
        onText: (text) => this.#openText(text),
      })}
    </div>`;
  }

  #shown(exchange: Exchange): TemplateResult {
    switch (this.#kind) {
      case "json":
        return this.#json();
      case "table":
        return this.#table(exchange);
      case "matrix":
        return this.#matrix(exchange);
      default:
        return this.#program(exchange, this.#kind);
    }
  }

  #program(exchange: Exchange, language: Language): TemplateResult {
    try {
      const { text, lines, extension } = this.#write(exchange, language);
      return html`<p class="hint">${strings.about[language]} ${strings.pointAt}</p>
        ${copyable(strings.codeName(strings.kinds[language]), text, this.#redraw, listing(lines))}
        ${this.#saving(`attention.${extension}`, text)}`;
    } catch (error) {
      // More numbers than anybody would read as a program.
      return html`<p class="message" role="alert">${sentenceOf(error)}</p>`;
    }
  }

  /** Written anew when something else is computed, not with every drawing. */
  #write(exchange: Exchange, language: Language): Program {
    const scenario = this.#figure.attended ?? {};
    const key = `${language} ${JSON.stringify(scenario)}`;
    if (this.#written?.key !== key)
      this.#written = { key, program: exchange.code(scenario, language) };
    return this.#written.program;
  }

  #json(): TemplateResult {
    const { settings } = this.#figure.snapshot;
    const isScenario = "tokens" in settings;
    const text = jsonText(settings);
    return html`<p class="hint">
        ${isScenario ? strings.scenario : strings.settings}
        ${this.#figure.attended ? nothing : strings.noCode}
      </p>
      ${copyable(strings.jsonName, text, this.#redraw)}
      ${this.#saving(isScenario ? "scenario.json" : `${this.#figure.localName}.json`, text)}`;
  }

  #table(exchange: Exchange): TemplateResult {
    const table = this.#figure.tabulated;
    const text = table ? exchange.csv(table) : "";
    return html`<p class="hint">${strings.table}</p>
      ${copyable(strings.tableName, text, this.#redraw)}
      ${this.#saving(`${this.#figure.localName}.csv`, text)}`;
  }

  #matrix(exchange: Exchange): TemplateResult {
    return matrix({
      exchange,
      scenario: whole(exchange, this.#figure),
      step: this.#step,
      head: this.#head,
      onChoose: (step, head) => {
        this.#step = step;
        this.#head = head;
        this.#redraw();
      },
      redraw: this.#redraw,
    });
  }

  #saving(name: string, text: string): TemplateResult {
    return html`<p class="actions">
      <button class="link" @click=${() => save(name, new Blob([text], { type: "text/plain" }))}>
        ${strings.save(name)}
      </button>
    </p>`;
  }

  // ── What comes in ───────────────────────────────────────────────────────────────────────────

  async #open(files: readonly File[]): Promise<void> {
    this.#message = this.#said = "";
    try {
      await openFiles(this.#figure, files, { heads: this.#heads });
      this.#said = strings.opened(files.map(({ name }) => name));
    } catch (error) {
      this.#message = sentenceOf(error);
    }
    this.#redraw();
  }

  /** Text is JSON, or a table of what the reader says it is. */
  #openText(text: string): void {
    const isJson = !this.#figure.attended || /^\s*[{[]/.test(text);
    const name = isJson ? "pasted.json" : `pasted/${this.#field}.csv`;
    void this.#open([named(text, name)]);
  }

  #paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const isField = (event.target as Element).closest("textarea, input");
    if (files.length === 0 && (isField || text.trim() === "")) return;
    event.preventDefault();
    if (files.length > 0) void this.#open(files);
    else this.#openText(text);
  }

  #drop(event: DragEvent): void {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#open(files);
  }
}

/** The scenario with everything that was left out. */
function whole(exchange: Exchange, figure: FigureElement): Scenario {
  const trace = exchange.attend(figure.attended ?? {});
  const { scenario } = trace;
  trace.dispose();
  return scenario;
}

/** A file with a folder in its name, which a real one cannot have. */
function named(text: string, name: string): File {
  const file = new File([text], name);
  if (file.name !== name) Object.defineProperty(file, "name", { value: name });
  return file;
}

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
