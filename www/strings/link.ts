/** What the page says of links that it cannot open. */
export const linkStrings = {
  close: "Close",
  broken: (problem: string) => `This link is not whole, so every figure is as it was: ${problem}.`,
  unknown: (name: string) =>
    `This link is about a figure that this page does not have, “${name.slice(0, 40)}”. The others are as it says.`,
  refused: (title: string, problem: string) =>
    `This link does not fit the figure “${title}”, which is as it was: ${problem}.`,
};
