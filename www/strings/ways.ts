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
};
