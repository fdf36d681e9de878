// What bench/engine/src/bin/native.rs measured.

import { milliseconds, quantile } from "./page.mjs";
import { table } from "./table.mjs";

/** @param {string} json */
export function nativeTable(json) {
  /** @type {{ size: number[], rows: { name: string, times: number[] }[] }[]} */
  const sizes = JSON.parse(json);
  const columns = sizes.map(({ rows }) =>
    rows.map(({ name, times }) => ({ name, time: quantile(times, 0.5) })),
  );
  const names = columns[0].map(({ name }) => name);
  return table(
    ["n, d_model, heads, d_k", ...sizes.map(({ size }) => size.join(", "))],
    [
      ...names.map((name, row) => [name, ...columns.map((rows) => milliseconds(rows[row].time))]),
      ...["f32", "f64"].map((number) => [
        `**best other ÷ engine, ${number}**`,
        ...columns.map((rows) => {
          const same = rows.filter(({ name }) => name.endsWith(number));
          const [own, ...others] = same.map(({ time }) => time);
          return `**${(Math.min(...others) / own).toFixed(2)}**`;
        }),
      ]),
    ],
  );
}
