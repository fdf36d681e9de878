/** What the figure has to say about the library as it is. */
import type { TemplateResult } from "lit";
import { librarianStrings as strings, type Told } from "../../strings/librarian";
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

export function summaryOf({ books }: Library, numbers: Numbers): TemplateResult {
  const shares = rowOf(numbers.shares, 0);
  const ranked = books
    .map(({ title }, i) => ({ title, share: shares[i] ?? 0 }))
    .sort((a, b) => b.share - a.share);
  const isEven = shares.length > 1 && Math.max(...shares) === Math.min(...shares);
  const about = largest(numbers.answer.values);
  return strings.summary(ranked, isEven, {
    name: strings.interests[about] ?? "",
    amount: numbers.answer.values[about] ?? 0,
  });
}

/** A book to file under an interest that it has nothing of; the fourth, if it is one. */
export function target({ books }: Library, interest: number): number {
  const fits = (i: number) => books[i]?.content[interest] === 0;
  return fits(3) ? 3 : books.findIndex((_, i) => fits(i));
}
