/**
 * A matrix as a real table: printed numbers, row and column headers, one tab stop, arrow keys.
 *
 * It is updated in place instead of through a template, because a drag changes some eight hundred
 * numbers a frame and only texts and classes differ.
 */
import { noChange } from "lit";
import { Directive, directive, PartType, type ElementPart, type PartInfo } from "lit/directive.js";
import type { Cell } from "../engine/index";
import { classOf, type MapName } from "./colormap";
import { cellText, decimalsFor, exactText, largestMagnitude } from "./format";
import { indices, placeOf, type AxisWindow } from "./window";

/** A row and a column as drawn. */
export interface Place {
  row: number;
  col: number;
}

/** Which hue a matrix carries: the three roles, or none. */
export type Role = "q" | "k" | "v" | "plain";

export interface MatrixProps {
  /** The accessible name, such as "Q, queries, 9 × 4". */
  name: string;
  rows: number;
  cols: number;
  /** Row-major. */
  values: Float64Array;
  /** Draws the transpose; windows, labels, focus and picks are then those of what is drawn. */
  transposed?: boolean;
  rowWindow: AxisWindow;
  colWindow: AxisWindow;
  rowLabels: (index: number) => string;
  colLabels: (index: number) => string;
  /** Fills cells from a map; without one a number gets a small bar from the middle of its cell. */
  map?: MapName;
  role?: Role;
  /** The drawn row and column that are tinted, −1 for none. */
  litRow?: number;
  litCol?: number;
  /** Where a cell of the trace stands in this table, drawn or not; null if it is not one of its cells. */
  locate: (cell: Cell) => Place | null;
  /** The cell whose arithmetic is open, here or elsewhere. */
  open: Cell | undefined;
  onPick: (row: number, col: number) => void;
}

const BAR_STEPS = 10;

class MatrixDirective extends Directive {
  #grid: MatrixGrid | null = null;

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ELEMENT) throw new Error("matrix() belongs on a <table>");
  }

  override render(_props: MatrixProps) {
    return noChange;
  }

  override update(part: ElementPart, [props]: [MatrixProps]) {
    this.#grid ??= new MatrixGrid(part.element as HTMLTableElement);
    this.#grid.update(props);
    return noChange;
  }
}

/** `<table ${matrix(props)}></table>` */
export const matrix = directive(MatrixDirective);

const grids = new WeakMap<Element, MatrixGrid>();

/** The element that shows a cell of the trace in any matrix under `root`, if one does. */
export function drawnCell(root: ParentNode, cell: Cell): HTMLElement | undefined {
  for (const table of root.querySelectorAll("table")) {
    const found = grids.get(table)?.elementOf(cell);
    if (found) return found;
  }
  return undefined;
}

class MatrixGrid {
  #open: Place | null = null;
  #props!: MatrixProps;
  #shape = "";
  #cells: DrawnCell[][] = [];
  #rowHeads: HTMLTableCellElement[] = [];
  #colHeads: HTMLTableCellElement[] = [];
  /** The cell that the Tab key reaches, in drawn indices. */
  #active = { row: 0, col: 0 };

  constructor(readonly table: HTMLTableElement) {
    grids.set(table, this);
    table.setAttribute("role", "grid");
    table.addEventListener("click", (event) => this.#click(event));
    table.addEventListener("keydown", (event) => this.#key(event));
    // However focus came, by Tab or by a screen reader's cursor, it is on this cell.
    table.addEventListener("focusin", (event) => {
      const at = this.#find(event.target as HTMLTableCellElement);
      if (at) this.#active = at;
    });
  }

  update(props: MatrixProps): void {
    const previous = this.#props as MatrixProps | undefined;
    this.#props = props;
    const shape = `${props.rowWindow.size}x${props.colWindow.size}`;
    if (shape !== this.#shape) {
      this.#build(props.rowWindow.size, props.colWindow.size);
      this.#shape = shape;
    }
    if (previous?.name !== props.name) this.table.setAttribute("aria-label", props.name);
    this.#open = props.open ? props.locate(props.open) : null;
    if (this.#open && previous?.open !== props.open) this.#active = this.#open;
    this.#active = {
      row: clampTo(props.rowWindow, this.#active.row),
      col: clampTo(props.colWindow, this.#active.col),
    };
    this.#heads();
    this.#numbers();
    this.#followFocus();
  }

  elementOf(cell: Cell): HTMLElement | undefined {
    const at = this.#props.locate(cell);
    const { rowWindow, colWindow } = this.#props;
    return at
      ? this.#cells[at.row - rowWindow.start]?.[at.col - colWindow.start]?.element
      : undefined;
  }

  /** When the window moves under a focused cell, focus stays with the active index, not the place. */
  #followFocus(): void {
    const focused = (this.table.getRootNode() as Document | ShadowRoot).activeElement;
    if (!focused || !this.table.contains(focused)) return;
    const cell = this.#activeCell();
    if (cell !== focused) cell?.focus({ preventScroll: true });
  }

  #activeCell(): HTMLTableCellElement | undefined {
    const { rowWindow, colWindow } = this.#props;
    return this.#cells[this.#active.row - rowWindow.start]?.[this.#active.col - colWindow.start]
      ?.element;
  }

  #build(rows: number, cols: number): void {
    const head = document.createElement("thead");
    const headRow = head.insertRow();
    headRow.append(document.createElement("td"));
    this.#colHeads = Array.from({ length: cols }, () => header(headRow, "col"));
    const body = document.createElement("tbody");
    this.#rowHeads = [];
    this.#cells = Array.from({ length: rows }, () => {
      const row = body.insertRow();
      this.#rowHeads.push(header(row, "row"));
      return Array.from({ length: cols }, () => new DrawnCell(row.insertCell()));
    });
    this.table.replaceChildren(head, body);
  }

  #heads(): void {
    const { rowWindow, colWindow, rowLabels, colLabels, litRow = -1, litCol = -1 } = this.#props;
    indices(rowWindow).forEach((index, i) => {
      const head = this.#rowHeads[i] as HTMLTableCellElement;
      write(head, rowLabels(index));
      rename(head, index === litRow ? "lit" : "");
    });
    indices(colWindow).forEach((index, j) => {
      const head = this.#colHeads[j] as HTMLTableCellElement;
      write(head, colLabels(index));
      rename(head, index === litCol ? "lit" : "");
    });
  }

  /** Touches only cells whose number or look differs from what they show: most frames, a few. */
  #numbers(): void {
    const {
      values,
      map,
      role = "plain",
      litRow = -1,
      litCol = -1,
      rowWindow,
      colWindow,
    } = this.#props;
    const limit = largestMagnitude(values);
    const decimals = decimalsFor(limit);
    const kind = map ?? role;
    for (let i = 0; i < rowWindow.size; i += 1) {
      const row = rowWindow.start + i;
      for (let j = 0; j < colWindow.size; j += 1) {
        const col = colWindow.start + j;
        const cell = (this.#cells[i] as DrawnCell[])[j] as DrawnCell;
        const value = this.#valueAt(row, col);
        if (value !== cell.value || decimals !== cell.decimals) {
          write(cell.element, cellText(value, decimals));
          cell.value = value;
          cell.decimals = decimals;
        }
        cell.show({
          kind,
          step: map ? fillOf(map, value, limit) : barOf(value, limit),
          isLit: !map && (row === litRow || col === litCol),
          isOpen: this.#open?.row === row && this.#open.col === col,
          isActive: row === this.#active.row && col === this.#active.col,
        });
      }
    }
  }

  #valueAt(row: number, col: number): number {
    const { values, cols, transposed } = this.#props;
    return values[transposed ? col * cols + row : row * cols + col] ?? NaN;
  }

  #click(event: MouseEvent): void {
    const cell = (event.target as Element).closest("td");
    const at = cell && this.#find(cell);
    if (at) this.#pick(at.row, at.col);
  }

  #find(cell: HTMLTableCellElement): Place | null {
    const { rowWindow, colWindow } = this.#props;
    for (let i = 0; i < this.#cells.length; i += 1) {
      const j = (this.#cells[i] as DrawnCell[]).findIndex(({ element }) => element === cell);
      if (j >= 0) return { row: rowWindow.start + i, col: colWindow.start + j };
    }
    return null;
  }

  #pick(row: number, col: number): void {
    this.#active = { row, col };
    this.#props.onPick(row, col);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#pick(this.#active.row, this.#active.col);
      return;
    }
    const { rowWindow, colWindow } = this.#props;
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const row = within(rowWindow.total, this.#active.row + move[0]);
    const col = within(colWindow.total, this.#active.col + move[1]);
    const isDrawn = placeOf(rowWindow, row) >= 0 && placeOf(colWindow, col) >= 0;
    if (!isDrawn) return this.#pick(row, col);
    this.#active = { row, col };
    this.#numbers();
    const cell = this.#activeCell();
    cell?.focus();
    if (cell) cell.title = exactText(this.#valueAt(row, col));
  }
}

const MOVES: Record<string, [number, number] | undefined> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

const within = (total: number, index: number) => Math.max(0, Math.min(total - 1, index));

const clampTo = (axis: AxisWindow, index: number) =>
  Math.max(axis.start, Math.min(axis.start + axis.size - 1, index));

/** How a cell looks; `step` is the class of its fill, or the length of its bar in tenths. */
interface Look {
  kind: MapName | Role;
  step: number | null;
  isLit: boolean;
  isOpen: boolean;
  isActive: boolean;
}

class DrawnCell {
  value = NaN;
  decimals = -1;
  #look: Look | null = null;

  constructor(readonly element: HTMLTableCellElement) {
    element.setAttribute("role", "gridcell");
    element.tabIndex = -1;
  }

  show(look: Look): void {
    const old = this.#look;
    if (
      old &&
      old.step === look.step &&
      old.isLit === look.isLit &&
      old.isOpen === look.isOpen &&
      old.isActive === look.isActive &&
      old.kind === look.kind
    )
      return;
    this.#look = look;
    const { kind, step, isLit, isOpen, isActive } = look;
    const isFilled = kind === "signed" || kind === "weight";
    const fill = isFilled ? `${kind}-${step ?? "none"}` : `${kind} bar${step ?? 0}`;
    rename(this.element, fill + (isLit ? " lit" : "") + (isOpen ? " open" : ""));
    this.element.tabIndex = isActive ? 0 : -1;
    if (isOpen) this.element.setAttribute("aria-selected", "true");
    else this.element.removeAttribute("aria-selected");
  }
}

/** The class of a fill; masked cells have none. */
const fillOf = (map: MapName, value: number, limit: number): number | null =>
  Number.isFinite(value) ? classOf(map, value, limit) : null;

/** A bar's signed length in tenths of half a cell; too short to see is 0. */
const barOf = (value: number, limit: number): number =>
  Number.isFinite(value) && limit > 0 ? Math.round((value / limit) * BAR_STEPS) + 0 : 0;

function header(row: HTMLTableRowElement, scope: "row" | "col"): HTMLTableCellElement {
  const cell = document.createElement("th");
  cell.scope = scope;
  row.append(cell);
  return cell;
}

function write(cell: HTMLElement, text: string): void {
  const node = cell.firstChild;
  if (node === null) cell.append(text);
  else if (node.nodeValue !== text) node.nodeValue = text;
}

function rename(cell: HTMLElement, name: string): void {
  if (cell.className !== name) cell.className = name;
}
