/** What leads from a chapter to the workbench. */
export const deskStrings = {
  open: "Open in the workbench",
};
