/** A figure's attributes, each also a property: how the text of one becomes a setting. */

export interface Field<S> {
  /** The setting. */
  key: keyof S & string;
  /** Anything that is no such value is handed on as it is, for the engine to refuse by name. */
  parse: (text: string) => unknown;
}

export type Fields<S> = Readonly<Record<string, Field<S>>>;

export const numberField = <S>(key: keyof S & string): Field<S> => ({
  key,
  parse: (text) => (text.trim() === "" ? text : Number(text)),
});

export const textField = <S>(key: keyof S & string): Field<S> => ({ key, parse: (text) => text });

/** Numbers between commas. */
export const numbersField = <S>(key: keyof S & string): Field<S> => ({
  key,
  parse: (text) => text.split(",").map(Number),
});

/** Names between commas. */
export const labelsField = <S>(key: keyof S & string): Field<S> => ({
  key,
  parse: (text) => text.split(",").map((label) => label.trim()),
});

/** Anything as JSON; text that is none is handed on as it is. */
export const jsonField = <S>(key: keyof S & string): Field<S> => ({
  key,
  parse: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  },
});

/** Present or "true" is true; "false" is false. */
export const flagField = <S>(key: keyof S & string): Field<S> => ({
  key,
  parse: (text) => text !== "false",
});

/** `d-k` is the property `dK`. */
export const propertyOf = (attribute: string): string =>
  attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Gives a class an accessor for each field. */
export function reflect(prototype: object, fields: Fields<never>): void {
  for (const [attribute, { key }] of Object.entries<Field<never>>(fields)) {
    const property = propertyOf(attribute);
    if (Object.hasOwn(prototype, property)) continue;
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: { settings: Record<string, unknown> }) {
        return this.settings[key];
      },
      set(this: { settings: Record<string, unknown> }, value: unknown) {
        this.settings = { [key]: value };
      },
    });
  }
}
