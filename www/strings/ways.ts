/** What the dialog says in which a figure leaves the page. */
export const waysStrings = {
  title: "Take this figure with you",
  close: "Close",
  copy: "Copy",
  copied: "Copied.",
  copyByHand: "The browser did not allow it: select the text and copy it.",
  save: "Save as a file",
  json: "What this figure computes from, as it stands now:",
  jsonName: "The figure’s state as JSON",
  link: "Whoever opens this address finds the figure as it stands now, and nothing else changed:",
  linkElsewhere: "The article that this figure comes from, with the figure as it stands now:",
  linkName: "The address of this figure as it stands",
  linkPage: "And with all other figures as they stand:",
  linkPageName: "The address of the whole page as it stands",
  linkProblem: (problem: string) =>
    `This state does not fit into an address: ${problem}. “Code and data” has it as a file.`,
  linkUnknown:
    "Where the article lies cannot be told here, as this page brings the figure in a script of its own. “Code and data” has the figure’s state as a file.",
};
