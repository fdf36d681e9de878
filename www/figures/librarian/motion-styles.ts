/** The steps. A step brings in what it reaches, in a quarter of a second. */
import { css } from "lit";

/** What a step has not reached yet is not there. */
export const motionStyles = css`
  .scene :is(.mathematics, .library),
  .scene :is(.threads, .tallies, .shares, .ribbons, .script, .terms, .copied),
  .scene .sum {
    transition: opacity 200ms ease-out;
  }
  .stage.mathematics .scene .library,
  .stage.library .scene .mathematics,
  .reached-0 :is(.threads, .tallies, .match-head),
  .reached-0 :is(.shares, .share-head, .ribbons, .cut),
  .reached-1 :is(.shares, .share-head, .ribbons, .cut),
  :is(.reached-0, .reached-1, .reached-2) :is(.script, .terms, .copied, .sum) {
    opacity: 0;
  }
  .scene .thread,
  .scene .stroke,
  .scene .pencil {
    stroke-dasharray: 1;
    transition: stroke-dashoffset 240ms ease-out;
  }
  .reached-0 :is(.thread, .pencil),
  :is(.reached-0, .reached-1, .reached-2) .stroke {
    stroke-dashoffset: 1;
  }
  .scene .ribbon {
    transition:
      transform 240ms ease-out,
      fill-opacity 200ms ease-out;
    transform-box: fill-box;
    transform-origin: 0 50%;
  }
  .narrow .scene .ribbon {
    transform-origin: 50% 0;
  }
  :is(.reached-0, .reached-1) .ribbon {
    transform: scaleX(0);
  }
  .narrow:is(.reached-0, .reached-1) .ribbon {
    transform: scaleY(0);
  }
  /* The shares are decided, nothing is copied yet. */
  .reached-2 .ribbon {
    fill-opacity: 0.35;
  }
  .scene .bar.q {
    transition: transform 200ms ease-out;
  }
  .pencil-place {
    transition:
      left 220ms ease-in-out,
      top 220ms ease-in-out;
  }
  @media (prefers-reduced-motion: reduce) {
    .stage *,
    .pencil-place {
      transition: none !important;
    }
  }
`;
