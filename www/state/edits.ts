/** Edits of a scenario, each a pure function from one scenario to the next. They move numbers and never compute one. */
import type { Memory, Scenario } from "../engine/index";

export const replace = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((old, i) => (i === index ? item : old));

/** Sets one component of one token's vector. */
export function setComponent(
  scenario: Scenario,
  row: number,
  column: number,
  value: number,
): Scenario {
  const vector = scenario.vectors[row];
  if (!vector) return scenario;
  return { ...scenario, vectors: replace(scenario.vectors, row, replace(vector, column, value)) };
}

/** Sets one component of one vector of the memory. */
export function setMemoryComponent(
  scenario: Scenario,
  row: number,
  column: number,
  value: number,
): Scenario {
  const { memory } = scenario;
  const vector = memory?.vectors[row];
  if (!memory || !vector) return scenario;
  const vectors = replace(memory.vectors, row, replace(vector, column, value));
  return { ...scenario, memory: { ...memory, vectors } };
}

/** Cross-attention to a memory, or self-attention for null; an explicit mask no longer fits. */
export function setMemory(scenario: Scenario, memory: Memory | null): Scenario {
  return { ...scenario, memory, mask: Array.isArray(scenario.mask) ? "none" : scenario.mask };
}

/** The numbers of key/value heads that query heads can share evenly. */
export function divisors(heads: number): number[] {
  return Array.from({ length: heads }, (_, i) => i + 1).filter((d) => heads % d === 0);
}

/** Another head count; key/value heads stay one each, or the most that still divide it. */
export function setHeads(scenario: Scenario, heads: number): Scenario {
  const shared = scenario.kv_heads !== scenario.heads;
  const fitting = divisors(heads).filter((d) => d <= scenario.kv_heads);
  return { ...scenario, heads, kv_heads: shared ? (fitting.at(-1) ?? 1) : heads };
}
