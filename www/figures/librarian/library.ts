/**
 * A small library as one scenario of the engine. The visitor is the one token that asks; its vector
 * holds what it is interested in. The books are the memory: a book's vector is what its card
 * advertises, followed by what the book contains. W_Q picks the question, W_K the first half of a
 * book, W_V the second, and W_O hands the blend on as it is. Nothing here computes a number.
 */
import type { Scenario } from "../../engine/types";

/** What can be asked for, advertised and contained. Their number is d_k, and d_v. */
export const INTERESTS = ["food", "sea", "stars", "chess"] as const;

export interface Book {
  title: string;
  /** What its card in the catalog says, one number for each interest. */
  card: number[];
  /** What is in it. */
  content: number[];
}

export interface Library {
  question: number[];
  books: Book[];
}

/** The spans of the sliders; a question may also ask for less of something. */
export const MOST_ASKED = 3;
export const MOST_HELD = 3;
export const FINENESS = 0.5;
export const MOST_BOOKS = 8;
export const LONGEST_TITLE = 64;

const size = INTERESTS.length;
const zeros = (length: number) => new Array<number>(length).fill(0);
const replace = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((old, i) => (i === index ? item : old));

/** All of one interest and none of the others. */
export const only = (interest: number, amount: number): number[] =>
  replace(zeros(size), interest, amount);

const honest = (title: string, content: number[]): Book => ({ title, card: content, content });

/** The book that the figure files under the wrong interest. */
export const MISFILED = 3;

/** What the reader finds: every card tells the truth, and no card mentions chess. */
export function firstLibrary(titles: readonly string[]): Library {
  const contents = [
    [3, 0, 0, 0],
    [0, 1, 2, 0],
    [2, 1, 0, 0],
    [0, 0, 3, 0],
    [0, 3, 0, 0],
  ];
  return {
    question: [2, 1, 0, 0],
    books: contents.map((content, i) => honest(titles[i] ?? "", content)),
  };
}

/** Picks `size` entries of a vector, from `start` on: a matrix of ones and zeros. */
const picker = (start: number): number[][] =>
  Array.from({ length: 2 * size }, (_, row) =>
    Array.from({ length: size }, (_, col) => Number(row === start + col)),
  );

export function scenarioOf({ question, books }: Library, visitor: string): Partial<Scenario> {
  return {
    tokens: [visitor],
    vectors: [[...question, ...zeros(size)]],
    memory: {
      tokens: books.map(({ title }) => title),
      vectors: books.map(({ card, content }) => [...card, ...content]),
    },
    heads: 1,
    kv_heads: 1,
    d_k: size,
    d_v: size,
    weights: {
      w_q: picker(0),
      w_k: picker(0),
      w_v: picker(size),
      w_o: Array.from({ length: size }, (_, row) =>
        Array.from({ length: 2 * size }, (_, col) => Number(row === col)),
      ),
    },
    scale: "sqrt_d_k",
    temperature: 1,
    mask: "none",
    positions: "none",
  };
}

// ── Edits: each a function from one library to the next ───────────────────────────────────────

export const ask = (library: Library, question: number[]): Library => ({ ...library, question });

export const setQuestion = (library: Library, interest: number, amount: number): Library =>
  ask(library, replace(library.question, interest, amount));

const setBook = (library: Library, index: number, change: Partial<Book>): Library => {
  const book = library.books[index];
  return book
    ? { ...library, books: replace(library.books, index, { ...book, ...change }) }
    : library;
};

/** Changes one number of a card or of a book's content; the other stays as it is. */
export function setAmount(
  library: Library,
  index: number,
  part: "card" | "content",
  interest: number,
  amount: number,
): Library {
  const numbers = library.books[index]?.[part] ?? [];
  return setBook(library, index, { [part]: replace(numbers, interest, amount) });
}

export const setCard = (library: Library, index: number, card: number[]): Library =>
  setBook(library, index, { card });

export const rename = (library: Library, index: number, title: string): Library =>
  setBook(library, index, { title });

export const addBook = (library: Library, title: string, interest: number): Library => ({
  ...library,
  books: [...library.books, honest(title, only(interest, MOST_HELD))],
});

export const removeBook = (library: Library, index: number): Library => ({
  ...library,
  books: library.books.filter((_, i) => i !== index),
});

// ── Questions about a library ─────────────────────────────────────────────────────────────────

export const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

export const isSame = (a: Book | undefined, b: Book | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.title === b.title &&
  same(a.card, b.card) &&
  same(a.content, b.content);

/** Whether a card says anything else than what is in its book. */
export const isMisfiled = ({ card, content }: Book): boolean => !same(card, content);

/** The interest that no card mentions, the last of them; −1 where each has its card. */
export const unmentioned = ({ books }: Library): number =>
  INTERESTS.findLastIndex((_, j) => books.every(({ card }) => card[j] === 0));

/** Whether a question is for one interest alone, and no card mentions it. */
export const isUnanswerable = ({ question, books }: Library): boolean =>
  question.some((amount) => amount > 0) &&
  question.every((amount, j) => amount === 0 || books.every(({ card }) => card[j] === 0));

// ── From outside ──────────────────────────────────────────────────────────────────────────────

/** A library as it came from a host or a link, or an error that names the field. */
export function checkedLibrary(value: unknown): Library {
  const { question, books } = record(value, "settings");
  if (!Array.isArray(books) || books.length === 0 || books.length > MOST_BOOKS)
    refuse("books", `a list of 1 to ${MOST_BOOKS} books`, books);
  return {
    question: amounts(question, "question", -MOST_ASKED, MOST_ASKED),
    books: (books as unknown[]).map((book, i) => {
      const { title, card, content } = record(book, `books[${i}]`);
      if (typeof title !== "string" || title.trim() === "" || title.length > LONGEST_TITLE)
        refuse(`books[${i}].title`, `a text of 1 to ${LONGEST_TITLE} characters`, title);
      return {
        title: title as string,
        card: amounts(card, `books[${i}].card`, 0, MOST_HELD),
        content: amounts(content, `books[${i}].content`, 0, MOST_HELD),
      };
    }),
  };
}

function record(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse(field, "an object", value);
  return value as Record<string, unknown>;
}

function amounts(value: unknown, field: string, least: number, most: number): number[] {
  const isGood = (number: unknown) =>
    typeof number === "number" && number >= least && number <= most;
  if (!Array.isArray(value) || value.length !== size || !value.every(isGood))
    refuse(field, `${size} numbers from ${least} to ${most}`, value);
  return [...(value as number[])];
}

function refuse(field: string, expected: string, got: unknown): never {
  const text = typeof got === "string" || got === undefined ? String(got) : JSON.stringify(got);
  throw new Error(`${field}: expected ${expected}, got ${(text ?? "nothing").slice(0, 60)}`);
}
