/** What the frame of every figure says. */
export const frameStrings = {
  loading: "Starting the engine …",
  failed: "The figure could not start.",
  retry: "Try again",
  tryThis: "Try this:",
  before: "Before you touch it",
  youSaid: "You said:",
  itSays: "The figure:",
  askAgain: "Take it back",
  challenge: "Your turn",
  solved: "Solved.",
  notYet: "Not yet.",
  hint: "A hint",
  controls: "Change it",
  reset: "Reset",
  undo: "Undo",
  redo: "Redo",
};
