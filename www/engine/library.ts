// "attention-explainer/engine": the whole engine, whose `load` gives the experiments too.

export { loadLab as load, loadLab } from "./lab.js";
export { isScenarioError } from "./refuse.js";
export type * from "./types.js";
