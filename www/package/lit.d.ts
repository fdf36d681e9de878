/** Of Lit, which the package has inside, what its types name: nothing has to be installed for them. */

export declare class LitElement extends HTMLElement {
  static get observedAttributes(): string[];
  /** Settles when what was changed is on the screen. */
  readonly updateComplete: Promise<boolean>;
  readonly renderRoot: HTMLElement | DocumentFragment;
  requestUpdate(): void;
  connectedCallback(): void;
  disconnectedCallback(): void;
  attributeChangedCallback(name: string, old: string | null, value: string | null): void;
  protected createRenderRoot(): HTMLElement | DocumentFragment;
  protected updated(): void;
}

export type TemplateResult<T = 1 | 2 | 3> = Readonly<{ _$litType$: T }>;
export type CSSResult = Readonly<{ cssText: string }>;
export type CSSResultOrNative = CSSResult | CSSStyleSheet;
export type CSSResultArray = (CSSResultOrNative | CSSResultArray)[];
export type CSSResultGroup = CSSResultOrNative | CSSResultArray;
export declare const nothing: unique symbol;
