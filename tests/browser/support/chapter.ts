// A chapter's figure in the article, as a reader and a host see it.

import type { Locator, Page } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";

/** What every figure of the frame has. */
interface Framed extends HTMLElement {
  ready: Promise<void>;
  updateComplete: Promise<boolean>;
  isUpdatePending: boolean;
  settings: object;
  result: unknown;
}

export class Chapter<Settings extends object = Record<string, unknown>> {
  readonly element: Locator;

  constructor(
    readonly page: Page,
    readonly tag: string,
  ) {
    this.element = page.locator(tag);
  }

  /** Opens the article at the figure and waits for its numbers. */
  async open(path = "/"): Promise<this> {
    await this.page.goto(path);
    return this.ready();
  }

  async ready(): Promise<this> {
    await this.element.scrollIntoViewIfNeeded();
    await this.element.evaluate(async (figure) => {
      await customElements.whenDefined(figure.localName);
      const framed = figure as Framed;
      await framed.ready;
      do await framed.updateComplete;
      while (framed.isUpdatePending);
    });
    await this.element.scrollIntoViewIfNeeded();
    return this;
  }

  settings(): Promise<Settings> {
    return this.element.evaluate((figure) => (figure as Framed).settings) as Promise<Settings>;
  }

  set(settings: Partial<Settings>): Promise<void> {
    return this.element.evaluate((figure, given) => {
      (figure as Framed).settings = given;
    }, settings as object);
  }

  /** Sets a property and answers the sentence with which it was refused, or "". */
  refusal(property: string, value: unknown): Promise<string> {
    return this.element.evaluate(
      (figure, [name, given]) => {
        try {
          Reflect.set(figure, name as string, given);
          return "";
        } catch (error) {
          return (error as Error).message;
        }
      },
      [property, value],
    );
  }

  get summary(): Locator {
    return this.element.locator(".summary");
  }

  get alert(): Locator {
    return this.element.getByRole("alert");
  }

  button(name: string | RegExp): Locator {
    return this.element.getByRole("button", { name });
  }

  slider(name: string | RegExp): Locator {
    return this.element.getByRole("slider", { name });
  }

  field(name: string | RegExp): Locator {
    return this.element.getByRole("spinbutton", { name });
  }

  /** What axe-core finds in this figure, as sentences. */
  async violations(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page }).include(this.tag).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`);
  }

  /** Whether the page scrolls sideways. */
  isTooWide(): Promise<boolean> {
    return this.page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) > innerWidth);
  }
}
