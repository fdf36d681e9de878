/** What the frame of every figure says. */
export const frameStrings = {
  loading: "Starting the engine …",
  failed: "The figure could not start.",
  retry: "Try again",
  tryThis: "Try this:",
  before: "Before you touch it:",
  youSaid: "You said:",
  right: "So it is. The figure shows it now:",
  wrong: "The figure shows otherwise now:",
  askAgain: "Ask me again",
  taken: "This goes on from what you made in another figure. Reset brings back its own numbers.",
  challenge: "Your turn:",
  solved: "Solved.",
  notYet: "Not yet.",
  hint: "A hint",
  controls: "Change it",
  outOfRange: (name: string, min: string, max: string, got: string) =>
    max === ""
      ? `${name}: expected ${min} or more, got ${got}`
      : `${name}: expected ${min} to ${max}, got ${got}`,
  reset: "Reset",
  undo: "Undo",
  redo: "Redo",
  toolbar: "Back, and out of the page",
  link: "Link",
  picture: "Picture",
  code: "Code and data",
  embed: "Embed",
  locked: "The words are locked: expected those that the author of this page has set, got others.",
};
