/**
 * What figures of one group hand on to each other: the scores that the reader made in one are the
 * scores of the next. Elements with the same `group` attribute belong together; one without it
 * keeps to itself.
 */
import type { Scenario } from "../engine/index";

/** Each topic is one thing that several figures show. */
export interface Topics {
  /** One query's scores against labelled keys: dot product, softmax, blend. */
  scores: { labels: readonly string[]; scores: readonly number[] };
  /** Words, vectors, heads and all that follows: projections, heads, the workbench. */
  scenario: Scenario;
}

export type Topic = keyof Topics;

type Receive = (value: never) => void;

interface Channel {
  value: unknown;
  members: Set<Receive>;
}

const channels = new Map<string, Channel>();

function channel(group: string, topic: Topic): Channel {
  const key = `${topic} ${group}`;
  const found = channels.get(key) ?? { value: undefined, members: new Set() };
  channels.set(key, found);
  return found;
}

/** A figure's place in a group, for one topic. */
export class Membership<T extends Topic> {
  #group = "";

  constructor(
    readonly topic: T,
    readonly receive: (value: Topics[T]) => void,
  ) {}

  /** Joins a group (none, if empty), and hears what was last said there. */
  join(group: string): void {
    this.leave();
    this.#group = group;
    if (!group) return;
    const { value, members } = channel(group, this.topic);
    members.add(this.receive);
    if (value !== undefined) this.receive(value as Topics[T]);
  }

  leave(): void {
    if (this.#group) channel(this.#group, this.topic).members.delete(this.receive);
    this.#group = "";
  }

  /** Tells all others in the group, unless it is what was said last. */
  send(value: Topics[T]): void {
    if (!this.#group) return;
    const found = channel(this.#group, this.topic);
    if (found.value === value) return;
    found.value = value;
    for (const receive of found.members) {
      if (receive !== this.receive) receive(value as never);
    }
  }
}
