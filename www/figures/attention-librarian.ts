import { html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import type { Cell, Engine, Explanation, Matrix, Scenario, StepName, Trace } from "../engine/index";
import { load } from "../engine/index";
import { choice } from "../controls/choice";
import { stepper } from "../controls/stepper";
import { librarianStrings as strings, STAGES, type Stage, type View } from "../strings/librarian";
import { place } from "../views/place";
import type { Opening } from "./frame/desk";
import { numbersField, textField } from "./frame/fields";
import { Figure, type Live, type Prediction, type Suggestion } from "./frame/figure";
import { breaks } from "./librarian/breaks";
import { editor } from "./librarian/editor";
import { layOut } from "./librarian/layout";
import * as edit from "./librarian/library";
import type { Library } from "./librarian/library";
import { drawn } from "./librarian/marks";
import { numbersOf, rowOf, type Numbers } from "./librarian/numbers";
import { overlay } from "./librarian/overlay";
import { pencil } from "./librarian/pencil";
import { scene } from "./librarian/scene";
import { librarianStyles } from "./librarian/styles";
import { told, summaryOf, target } from "./librarian/telling";
import { why } from "./librarian/why";

export interface Settings extends Library {
  step: Stage;
  view: View;
}

export interface Result {
  trace: Trace;
  numbers: Numbers;
}

const VIEWS: readonly View[] = ["library", "mathematics"];

/** What the mathematics calls the steps. */
const STEPS = { ask: "q", compare: "scores", share: "weights", blend: "head_output" } as const;

/** How long a step stays while the figure plays, in milliseconds. */
const PLAY_STEP = 2200;
/** Narrower than this, what stands side by side stands one under the other. */
const COMPACT = 760;

type LibraryLive = Live<Settings, Result, Engine>;

/**
 * `<attention-librarian>`: a library in which you ask, cards are compared, shares are decided and
 * contents are blended; and, in the same places and from the same engine call, the mathematics.
 *
 * @tagname attention-librarian
 * @attr {string} question - what the slip asks for: numbers between commas, one for each interest
 * @attr {string} step - how far the scene has come: `ask`, `compare`, `share` or `blend`
 * @attr {string} view - `library` or `mathematics`
 */
export class AttentionLibrarian extends Figure<Settings, Result> {
  static override styles: CSSResultGroup = [Figure.styles, librarianStyles];

  static override fields = {
    question: numbersField<Settings>("question"),
    step: textField<Settings>("step"),
    view: textField<Settings>("view"),
  };

  override readonly hasWords = true;
  protected readonly heading = strings.title;

  /** The book that the editor shows. */
  #selected: number = edit.MISFILED;
  #trail: Cell[] = [];
  #playing = 0;
  #live: LibraryLive | null = null;
  /** The library that was computed last: steps and views only show it differently. */
  #computed: { question: number[]; books: edit.Book[]; result: Result } | null = null;
  #seen: readonly edit.Book[] = [];

  // ── The figure's own ────────────────────────────────────────────────────────────────────────

  protected load(): Promise<Engine> {
    return load();
  }

  protected defaults(): Settings {
    return { ...edit.firstLibrary(strings.titles), step: "blend", view: "library" };
  }

  protected compute(engine: Engine, settings: Settings): Result {
    const { question, books } = settings;
    if (this.#computed?.question === question && this.#computed.books === books) {
      checkShown(settings);
      return this.#computed.result;
    }
    const library = edit.checkedLibrary(settings);
    checkShown(settings);
    const trace = engine.attend(edit.scenarioOf(library, strings.visitor));
    const result = { trace, numbers: numbersOf(trace) };
    this.#computed = { question, books, result };
    return result;
  }

  protected override discard({ trace }: Result): void {
    trace.dispose();
  }

  protected override rest(): void {
    this.#play(false);
  }

  /** A step's numbers, row-major. */
  read(step: StepName, at: { head?: number | null } = {}): Matrix {
    return this.result.trace.read(step, at);
  }

  /** Why a cell has its value. */
  explain(step: StepName, at: { head?: number | null; row: number; col: number }): Explanation {
    return this.result.trace.explain(step, at);
  }

  override get attended(): Scenario {
    return this.result.trace.scenario;
  }

  protected override inWorkbench({ settings, result }: LibraryLive): Opening {
    return { scenario: result.trace.scenario, step: STEPS[settings.step], head: 0, row: 0 };
  }

  // ── Steps ───────────────────────────────────────────────────────────────────────────────────

  #goTo(index: number): void {
    const step = STAGES[index];
    const live = this.#live;
    if (step && live && step !== live.settings.step) live.input({ ...live.settings, step });
  }

  #play(play: boolean): void {
    clearInterval(this.#playing);
    const wasPlaying = this.#playing !== 0;
    this.#playing = 0;
    if (play && this.#live) {
      if (this.#live.settings.step === STAGES.at(-1)) this.#goTo(0);
      this.#playing = window.setInterval(() => this.#advance(), PLAY_STEP);
    } else if (wasPlaying) this.#live?.commit();
    if (play || wasPlaying) this.requestUpdate();
  }

  #advance(): void {
    if (!this.#live) return;
    const next = STAGES.indexOf(this.#live.settings.step) + 1;
    this.#goTo(next);
    if (next >= STAGES.length - 1) this.#play(false);
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────

  /** The book that has just changed is the one that the editor shows. */
  #follow({ books }: Settings): void {
    if (books !== this.#seen) {
      const changed = [...books.keys()].filter((i) => !edit.isSame(books[i], this.#seen[i]));
      const [only] = changed;
      if (only !== undefined && changed.length === 1 && books.length >= this.#seen.length)
        this.#selected = only;
      this.#seen = books;
    }
    this.#selected = Math.min(this.#selected, books.length - 1);
    this.#trail = this.#trail.filter(({ step, row, col }) => {
      const { rows, cols } = this.read(step);
      return row < rows && col < cols;
    });
  }

  protected draw(live: LibraryLive): TemplateResult {
    this.#live = live;
    this.#follow(live.settings);
    const { settings, result, width } = live;
    const { view, step } = settings;
    const reached = STAGES.indexOf(step);
    const layout = layOut(width, settings.books.length);
    const { numbers } = result;
    const pause = (event: Event) => {
      if (!(event.target as Element).closest(".moves")) this.#play(false);
    };
    return html`<div class=${width < COMPACT ? "compact" : ""} @pointerdown=${pause}>
      <div class="top">
        ${choice({
          id: "view",
          legend: strings.view,
          value: view,
          options: VIEWS.map((value) => ({ value, label: strings.views[value] })),
          onChoose: (value) => live.set({ ...settings, view: value }),
        })}
        ${stepper({
          names: STAGES.map((name) => strings.stageNames[name]),
          index: reached,
          isPlaying: this.#playing !== 0,
          onStep: (index) => {
            this.#goTo(index);
            live.commit();
          },
          onPlay: (play) => this.#play(play),
        })}
      </div>
      <div class="told">
        <p class="narration">${strings.narrate(step, view, told(settings, numbers))}</p>
        ${view === "mathematics" ? strings.formula(step, edit.INTERESTS.length) : nothing}
      </div>
      <div
        class="stage ${view} ${layout.isWide ? "wide" : layout.slot < 28 ? "narrow tight" : "narrow"} reached-${reached}"
        ${place({ h: layout.height })}
      >
        <svg
          class="scene"
          width=${layout.width}
          height=${layout.height}
          viewBox="0 0 ${layout.width} ${layout.height}"
          aria-hidden="true"
        >
          ${drawn(scene({ layout, numbers, selected: this.#selected, words: strings }))}
        </svg>
        ${overlay({
          layout,
          numbers,
          titles: settings.books.map(({ title }) => title),
          view,
          reached,
          selected: this.#selected,
          open: this.#trail[0],
          onSelect: (book) => this.#select(book),
          onOpen: (cell) => this.#open([cell]),
        })}
        ${pencil(layout, numbers, reached)}
      </div>
      ${
        this.#trail.length > 0
          ? why({ trace: result.trace, trail: this.#trail, onTrail: (trail) => this.#open(trail) })
          : html`<p class="hint">${strings.openHint} ${strings.rounded}</p>`
      }
    </div>`;
  }

  #select(book: number): void {
    this.#selected = book;
    this.requestUpdate();
  }

  #open(trail: Cell[]): void {
    this.#trail = trail;
    this.requestUpdate();
  }

  protected summary({ settings, result }: LibraryLive): TemplateResult {
    return summaryOf(settings, result.numbers);
  }

  protected knobs(live: LibraryLive): TemplateResult {
    const { settings, result, width } = live;
    const take = (library: Library): Settings => ({ ...settings, ...library });
    return html`<div class=${width < COMPACT ? "compact" : ""}>
      ${editor({
        library: settings,
        isLocked: this.isLocked,
        selected: this.#selected,
        onSelect: (book) => this.#select(book),
        onInput: (library) => live.input(take(library)),
        onCommit: live.commit,
      })}
      ${breaks({
        library: settings,
        shares: rowOf(result.numbers.shares, 0),
        onAskFor: (interest) =>
          live.set({
            ...take(edit.ask(settings, edit.only(interest, edit.MOST_ASKED))),
            step: "blend",
          }),
      })}
    </div>`;
  }

  protected suggestion({ settings }: LibraryLive): Suggestion<Settings> {
    const { books, question } = settings;
    const shown = (library: Library): Settings => ({ ...settings, ...library, step: "blend" });
    const wrong = books.findIndex(edit.isMisfiled);
    const asked = question.indexOf(Math.max(...question));
    const book = target(settings, asked);
    const interest = strings.interests[asked] ?? "";
    if (wrong >= 0)
      return {
        label: strings.tryMend(books[wrong]?.title ?? ""),
        effect: strings.tryMendEffect,
        settings: shown(edit.setCard(settings, wrong, books[wrong]?.content ?? [])),
      };
    if (book >= 0 && (question[asked] ?? 0) > 0)
      return {
        label: strings.trySlip(books[book]?.title ?? "", interest),
        effect: strings.trySlipEffect,
        settings: shown(edit.setCard(settings, book, edit.only(asked, edit.MOST_HELD))),
      };
    return {
      label: strings.tryFirst,
      effect: strings.tryFirstEffect,
      settings: shown(edit.ask(settings, edit.only(0, edit.MOST_ASKED))),
    };
  }

  protected override prediction({ settings, result }: LibraryLive): Prediction<Settings> | null {
    const first = edit.firstLibrary(strings.titles);
    const title = first.books[edit.MISFILED]?.title ?? "";
    const food = 0;
    const stars = 2;
    const at = settings.books.findIndex((book) => book.title === title);
    const answer = result.numbers.answer.values;
    return {
      question: strings.predict(title, strings.interests[food] ?? ""),
      options: strings.guesses,
      right: 2,
      settings: {
        ...edit.setCard(first, edit.MISFILED, edit.only(food, edit.MOST_HELD)),
        step: "blend",
        view: settings.view,
      },
      answer: strings.predicted(
        title,
        rowOf(result.numbers.shares, 0)[at] ?? 0,
        answer[stars] ?? 0,
        answer[food] ?? 0,
      ),
    };
  }
}

/** Refuses a step or a view that does not exist, and settings that the figure does not have. */
function checkShown({ question: _question, books: _books, step, view, ...others }: Settings): void {
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw new Error(`${other}: expected one of question, books, step, view, got another setting`);
  const refuse = (field: string, names: readonly string[], got: unknown) => {
    if (!names.includes(got as string))
      throw new Error(`${field}: expected one of ${names.join(", ")}, got ${JSON.stringify(got)}`);
  };
  refuse("step", STAGES, step);
  refuse("view", VIEWS, view);
}

export default AttentionLibrarian;

declare global {
  interface HTMLElementTagNameMap {
    "attention-librarian": AttentionLibrarian;
  }
}
