/** The ways out of the page that every figure has, in the order of their buttons. */
import { frameStrings as strings } from "../strings/frame";

export const WAYS = {
  link: strings.link,
  embed: strings.embed,
  picture: strings.picture,
  code: strings.code,
} as const;

export type WayName = keyof typeof WAYS;
