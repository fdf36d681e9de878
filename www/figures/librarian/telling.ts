/** What the figure has to say about the library as it is. */
import type { TemplateResult } from "lit";
import { librarianStrings as strings, type Told } from "../../strings/librarian";
import { numberText } from "../../views/format";
import type { Library } from "./library";
import { rowOf, type Numbers } from "./numbers";

const largest = (values: ArrayLike<number>): number => {
  const list = Array.from(values);
  return list.indexOf(Math.max(...list));
};

export function told({ books }: Library, numbers: Numbers): Told {
  const shares = rowOf(numbers.shares, 0);
  const first = largest(shares);
  return {
    interests: strings.interests,
    question: numbers.question.values,
    answer: numbers.answer.values,
    first: {
      title: books[first]?.title ?? "",
      score: numbers.scores.values[first] ?? 0,
      share: shares[first] ?? 0,
    },
  };
}

/** Whether no book gets more than another. */
export const isEven = (shares: readonly number[]): boolean =>
  shares.length > 1 && shares.every((share) => share === shares[0]);

export function summaryOf({ books, question }: Library, numbers: Numbers): TemplateResult {
  const shares = rowOf(numbers.shares, 0);
  const ranked = books
    .map(({ title }, i) => ({ title, share: shares[i] ?? 0 }))
    .sort((a, b) => b.share - a.share);
  const written = numbers.answer.values;
  const most = written[largest(written)] ?? 0;
  // Amounts that read the same are not told apart.
  const reads = (amount: number) => numberText(amount);
  return strings.summary(ranked, isEven(shares), {
    most: strings.interests.filter((_, j) => most > 0 && reads(written[j] ?? 0) === reads(most)),
    missing: strings.interests.filter((_, j) => (question[j] ?? 0) > 0 && written[j] === 0),
  });
}

/** A book to file under an interest that it has nothing of; the fourth, if it is one. */
export function target({ books }: Library, interest: number): number {
  const fits = (i: number) => books[i]?.content[interest] === 0;
  return fits(3) ? 3 : books.findIndex((_, i) => fits(i));
}
