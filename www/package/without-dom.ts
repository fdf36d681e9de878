/** What a figure's class can extend on a server: it may be imported there, and says so when made. */
class WithoutDom {
  constructor() {
    throw new Error("A figure needs a page: here is no document to show it in.");
  }
}

const { HTMLElement = WithoutDom, customElements } = globalThis as Partial<typeof globalThis>;

export { customElements, HTMLElement };
