/** Orders of words that look shuffled, always the same ones: Fisher and Yates with a small generator. */
export function orderOf(count: number, shuffle: number): number[] {
  const order = [...Array(count).keys()];
  let state = (shuffle * 2654435761) >>> 0 || 1;
  const below = (limit: number) => {
    // xorshift32, Marsaglia 2003.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  for (let i = count - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
