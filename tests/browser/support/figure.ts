// One figure on a page, as a reader and a host see it.

import type { Locator, Page } from "@playwright/test";
import type { AttentionExplainer } from "../../../www/figures/attention-explainer";
import type { Explanation, Scenario, StepName } from "../../../www/engine/index";

/** Every step that can be read. */
export const ALL_STEPS = [
  "embedded",
  "memory",
  "w_q",
  "w_k",
  "w_v",
  "w_o",
  "q",
  "k",
  "v",
  "q_rotated",
  "k_rotated",
  "scores",
  "scaled",
  "biased",
  "masked",
  "weights",
  "head_output",
  "concat",
  "output",
] as const satisfies readonly StepName[];

export type Explainer = AttentionExplainer;

/** A matrix with its numbers as a plain list, which can leave the page. */
export interface Numbers {
  rows: number;
  cols: number;
  values: number[];
}

/** A printed matrix: its name, its headers, the text of each cell. */
export interface Grid {
  name: string;
  rowHeads: string[];
  colHeads: string[];
  cells: string[][];
  tabStops: number;
}

/** An event that the figure sent. */
export interface Sent {
  type: string;
  bubbles: boolean;
  composed: boolean;
  detail: { message?: string; scenario?: Scenario };
}

export class Figure {
  readonly element: Locator;

  constructor(
    readonly page: Page,
    selector = "attention-explainer",
  ) {
    this.element = page.locator(selector);
  }

  async ready(): Promise<this> {
    await this.element.evaluate(async (figure: Explainer) => {
      await customElements.whenDefined(figure.localName);
      await figure.ready;
      // Measured words draw their arcs in a second round.
      await document.fonts.ready;
      do await figure.updateComplete;
      while (figure.isUpdatePending);
    });
    return this;
  }

  /** Puts a new figure in the place of this one, which costs far less than a new page. */
  async renew(): Promise<void> {
    await this.element.evaluate((figure) => {
      figure.replaceWith(document.createElement(figure.localName));
    });
    await this.ready();
  }

  scenario(): Promise<Scenario> {
    return this.element.evaluate((figure: Explainer) => figure.scenario);
  }

  /** Sets a scenario as a host does; it becomes what Reset returns to. */
  async set(scenario: Partial<Scenario>): Promise<void> {
    await this.element.evaluate(async (figure: Explainer, next) => {
      figure.scenario = next as Scenario;
      await figure.updateComplete;
    }, scenario);
  }

  step(): Promise<string> {
    return this.element.evaluate((figure: Explainer) => figure.step);
  }

  async goTo(step: string): Promise<void> {
    await this.element.evaluate(async (figure: Explainer, next) => {
      figure.step = next;
      await figure.updateComplete;
    }, step);
  }

  read(step: StepName, head = 0): Promise<Numbers> {
    return this.element.evaluate(
      (figure: Explainer, [of, at]) => {
        const { rows, cols, values } = figure.read(of, { head: at });
        return { rows, cols, values: Array.from(values) };
      },
      [step, head] as const,
    );
  }

  /** The scenario, the step, and every matrix of every head, in one look. */
  everything(): Promise<{ scenario: Scenario; step: string; all: Record<string, Numbers[]> }> {
    return this.element.evaluate(
      (figure: Explainer, steps) => {
        const { scenario, step } = figure;
        const headless = ["embedded", "memory", "concat", "output"];
        const all = steps
          .filter((name) => name !== "memory" || scenario.memory !== null)
          .map((name) => {
            const length = headless.includes(name) ? 1 : scenario.heads;
            const heads = Array.from({ length }, (_, head) => {
              const { rows, cols, values } = figure.read(name, { head });
              return { rows, cols, values: Array.from(values) };
            });
            return [name, heads] as const;
          });
        return { scenario, step, all: Object.fromEntries(all) };
      },
      [...ALL_STEPS],
    );
  }

  explain(
    step: StepName,
    at: { head?: number | null; row: number; col: number },
  ): Promise<Explanation> {
    return this.element.evaluate((figure: Explainer, [of, cell]) => figure.explain(of, cell), [
      step,
      at,
    ] as const);
  }

  /** The printed matrices that are on the screen. */
  grids(): Promise<Grid[]> {
    return this.element.evaluate(async (figure: Explainer) => {
      await figure.updateComplete;
      const textsOf = (parent: ParentNode, selector: string) =>
        [...parent.querySelectorAll(selector)].map((each) => each.textContent.trim());
      return [...figure.renderRoot.querySelectorAll<HTMLTableElement>("[role=grid]")].map(
        (table) => ({
          name: table.getAttribute("aria-label") ?? "",
          rowHeads: textsOf(table, "th[scope=row]"),
          colHeads: textsOf(table, "th[scope=col]"),
          cells: [...table.tBodies]
            .flatMap((body) => [...body.rows])
            .map((row) => textsOf(row, "td")),
          tabStops: table.querySelectorAll('[tabindex="0"]').length,
        }),
      );
    });
  }

  /** All text, without what only passes over it: travelling operands and announcements. */
  text(): Promise<string> {
    return this.element.evaluate(async (figure: Explainer) => {
      await figure.updateComplete;
      const parts: string[] = [];
      const visit = (node: Node): void => {
        if (node instanceof Text) parts.push(node.data.trim());
        if (node instanceof Element) {
          if (node.matches(".travel, [aria-live], style")) return;
          for (const name of ["aria-current", "aria-selected", "aria-pressed", "aria-valuetext"]) {
            const value = node.getAttribute(name);
            if (value !== null && value !== "false") parts.push(`{${name} ${value}}`);
          }
        }
        for (const child of node.childNodes) visit(child);
      };
      visit(figure.renderRoot);
      return parts.filter(Boolean).join("\n");
    });
  }

  /** The message that says what was refused, if one is shown. */
  get message(): Locator {
    return this.element.getByRole("alert");
  }

  /** The panel that answers "why this number?". */
  get why(): Locator {
    return this.element.getByRole("region", { name: /^why/i });
  }

  get summary(): Locator {
    return this.element.locator("[part~=summary]");
  }

  button(name: string | RegExp): Locator {
    return this.element.getByRole("button", { name, exact: typeof name === "string" });
  }

  /** A cell of a printed matrix, by the matrix's name and what is drawn. */
  cell(grid: string | RegExp, row: number, col: number): Locator {
    const table = this.element.getByRole("grid", { name: grid, exact: typeof grid === "string" });
    return table.locator("tbody tr").nth(row).locator("td").nth(col);
  }

  /** Keeps every event of the contract from now on, as a listener of the document hears it. */
  async listen(): Promise<() => Promise<Sent[]>> {
    await this.page.evaluate(() => {
      const kept = window as unknown as { sent?: Sent[] };
      if (kept.sent) return kept.sent.splice(0);
      const sent: Sent[] = (kept.sent = []);
      for (const type of ["attention-input", "attention-change", "attention-error"])
        document.addEventListener(type, (event) => {
          const { bubbles, composed, detail } = event as CustomEvent<Sent["detail"]>;
          sent.push({ type, bubbles, composed, detail: structuredClone(detail) });
        });
    });
    return () => this.page.evaluate(() => (window as unknown as { sent: Sent[] }).sent.splice(0));
  }
}
