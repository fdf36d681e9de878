export default (eleventy) => {
  eleventy.addPassthroughCopy("attention-explainer.js");
};
