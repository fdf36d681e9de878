//! What a run over tiles recorded.

use std::ops::Range;

use nalgebra::DMatrix;
use serde::{Serialize, Serializer};

use super::{
    inputs::{Blocks, HeadInputs},
    kernel::{Watch, run},
};
use crate::{error::Error, scalar::Scalar, trace::Trace, traffic::Traffic};

/// Numbers that a run may record in all: a quarter of a gigabyte.
const MOST_NUMBERS: u128 = 1 << 25;

/// One head's forward pass over tiles, every step of the recurrence recorded.
#[derive(Debug, Clone)]
pub struct Flash<T: Scalar> {
    pub(super) inputs: HeadInputs<T>,
    pub(super) head: usize,
    blocks: Blocks,
    pub(super) tiles: Vec<Tile<T>>,
    output: DMatrix<T>,
    traffic: Traffic,
}

/// One tile: a block of queries against a block of keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile<T: Scalar> {
    /// Which queries.
    pub rows: Range<usize>,
    /// Which keys.
    pub cols: Range<usize>,
    /// Whether the mask forbids all of its pairs, so that it was passed over.
    pub skipped: bool,
    /// The tile whose m, l and o this one starts from; `None` where it is the
    /// first of its queries that is not skipped: see [`Flash::read_before`].
    pub before: Option<usize>,
    /// One matrix for each quantity, in their order. None if skipped.
    quantities: Vec<DMatrix<T>>,
}

/// What a tile works out, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quantity {
    /// q·k, B_r × B_c.
    Dot,
    /// s: q·k scaled, less slope·|i − j| with ALiBi, −∞ where the mask forbids;
    /// B_r × B_c.
    Score,
    /// m′: the largest score so far, an empty slot's ln σ among them; B_r × 1.
    Max,
    /// e^(m−m′): what earlier sums are worth under the new maximum; at
    /// temperature 0, 1 if it is still the old one and 0 if not; B_r × 1.
    Rescale,
    /// e^(s−m′); at temperature 0, 1 where s = m′ and 0 elsewhere; B_r × B_c.
    Exp,
    /// l′: the sum of exponentials so far, an empty slot's among them; B_r × 1.
    Sum,
    /// o′: the unnormalised output so far; B_r × d_v.
    Accumulator,
    /// o′/l′, B_r × d_v: the head's output. Only the last tile of a block of
    /// queries has it.
    Output,
}

/// The address of one number of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct TileCell {
    /// Which tile, in the order in which they are worked off.
    pub tile: usize,
    /// Which of its matrices.
    pub quantity: Quantity,
    /// The row within the tile.
    pub row: usize,
    /// The column within that matrix.
    pub col: usize,
}

impl Quantity {
    /// All of them, in the order of computation.
    pub const ALL: [Self; 8] = [
        Self::Dot,
        Self::Score,
        Self::Max,
        Self::Rescale,
        Self::Exp,
        Self::Sum,
        Self::Accumulator,
        Self::Output,
    ];

    /// Its name, such as `"rescale"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Score => "score",
            Self::Max => "max",
            Self::Rescale => "rescale",
            Self::Exp => "exp",
            Self::Sum => "sum",
            Self::Accumulator => "accumulator",
            Self::Output => "output",
        }
    }

    /// How it is computed at a temperature above 0.
    pub fn equation(self) -> &'static str {
        match self {
            Self::Dot => "q·k",
            Self::Score => "s = q·k·scale − slope·|i−j|, −∞ where forbidden",
            Self::Max => "m′ = max(m, max s)",
            Self::Rescale => "e^(m−m′)",
            Self::Exp => "e^(s−m′)",
            Self::Sum => "l′ = l·e^(m−m′) + Σ e^(s−m′)",
            Self::Accumulator => "o′ = o·e^(m−m′) + Σ e^(s−m′)·v",
            Self::Output => "o′ / l′",
        }
    }

    /// How it is computed at temperature 0, where [·] is 1 if it is so and 0
    /// if not.
    pub(super) fn lookup_equation(self) -> &'static str {
        match self {
            Self::Rescale => "[m = m′]",
            Self::Exp => "[s = m′]",
            Self::Sum => "l′ = l·[m = m′] + Σ [s = m′]",
            Self::Accumulator => "o′ = o·[m = m′] + Σ [s = m′]·v",
            _ => self.equation(),
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Tiles as they are worked off.
struct Recorder<T: Scalar> {
    tiles: Vec<Tile<T>>,
    /// The last tile of this block of queries that was not skipped.
    last: Option<usize>,
}

impl<T: Scalar> Watch<T> for Recorder<T> {
    fn tile(&mut self, rows: &Range<usize>, cols: &Range<usize>, skipped: bool) {
        if cols.start == 0 {
            self.last = None;
        }
        self.tiles.push(Tile {
            rows: rows.clone(),
            cols: cols.clone(),
            skipped,
            before: self.last,
            quantities: Vec::new(),
        });
        if !skipped {
            self.last = Some(self.tiles.len() - 1);
        }
    }

    fn quantity(&mut self, _: Quantity, rows: usize, values: &[T]) {
        if let Some(tile) = self.last.and_then(|last| self.tiles.get_mut(last)) {
            let matrix = DMatrix::from_row_slice(rows, values.len() / rows, values);
            tile.quantities.push(matrix);
        }
    }
}

impl<T: Scalar> Trace<T> {
    /// One head's output again, by tiles, from its queries, keys and values
    /// alone; see [`flash`](crate::flash).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such head; [`Error::Argument`] for
    /// a block of no rows, of more than there are, or so small that there
    /// would be too much to record; [`Error::NotFinite`] where a step overflows
    /// that did not overflow in another order.
    ///
    /// ```
    /// use attention::{Scenario, attend};
    /// use attention::flash::{Blocks, Quantity};
    ///
    /// let scenario = Scenario::from_json(r#"{ "mask": "causal" }"#)?;
    /// let flash = attend::<f64>(&scenario)?.flash(0, Blocks { queries: 3, keys: 3 })?;
    /// let skipped: Vec<bool> = flash.tiles().iter().map(|tile| tile.skipped).collect();
    /// assert_eq!(skipped, [
    ///     false, true, true,
    ///     false, false, true,
    ///     false, false, false,
    /// ]);
    /// assert_eq!(flash.tiles()[4].before, Some(3));
    /// let max = [3, 4].map(|tile| flash.read(tile, Quantity::Max).map(|m| m[(0, 0)]));
    /// assert!(max[0].clone()? <= max[1].clone()?);
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn flash(&self, head: usize, blocks: Blocks) -> Result<Flash<T>, Error> {
        let inputs = HeadInputs::of(self, head)?;
        let (n, m) = (inputs.q.nrows(), inputs.k.nrows());
        blocks.check(n, m)?;
        let across = m.div_ceil(blocks.keys) as u128;
        let numbers = n as u128 * (3 * m as u128 + across * (3 + inputs.v.ncols() as u128));
        if numbers > MOST_NUMBERS {
            let expected = format!("blocks so large that at most {MOST_NUMBERS} numbers arise");
            return Err(Error::argument("block_keys", expected, numbers.to_string()));
        }
        let mut recorder = Recorder {
            tiles: Vec::new(),
            last: None,
        };
        let tiled = run(&inputs, blocks, &mut recorder)?;
        Ok(Flash {
            inputs,
            head,
            blocks,
            tiles: recorder.tiles,
            output: tiled.output,
            traffic: tiled.traffic,
        })
    }
}

impl<T: Scalar> Flash<T> {
    /// Which query head it is.
    pub fn head(&self) -> usize {
        self.head
    }

    /// How it was cut.
    pub fn blocks(&self) -> Blocks {
        self.blocks
    }

    /// All tiles, in the order in which they are worked off: the keys of the
    /// first block of queries, then those of the next.
    pub fn tiles(&self) -> &[Tile<T>] {
        &self.tiles
    }

    /// The head's output, n × d_v.
    pub fn output(&self) -> &DMatrix<T> {
        &self.output
    }

    /// What moved, counted where it was copied. Recording is not counted.
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// One quantity of a tile.
    ///
    /// # Shapes
    /// As in [`Quantity`]; the last block of queries or keys may be smaller.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such tile, if it was skipped, or if
    /// the output is asked of a tile that is not the last of its queries.
    pub fn read(&self, tile: usize, quantity: Quantity) -> Result<&DMatrix<T>, Error> {
        let found = self.tile(tile)?;
        found.quantities.get(quantity as usize).ok_or_else(|| {
            let expected = match quantity {
                Quantity::Output => "the last tile of its queries",
                _ => "a tile that is not skipped",
            };
            Error::argument("tile", expected, tile.to_string())
        })
    }

    /// m, l or o as a tile finds it: that of the tile before, or where there
    /// is none, −∞, 0 or 0; with an empty slot, ln σ, 1 or 0.
    ///
    /// # Errors
    /// [`Error::Argument`] as for [`Flash::read`], or if the quantity is not
    /// one that a tile starts from.
    pub fn read_before(&self, tile: usize, quantity: Quantity) -> Result<DMatrix<T>, Error> {
        let (max, sum) = self.inputs.start();
        let initial = match quantity {
            Quantity::Max => max,
            Quantity::Sum => sum,
            Quantity::Accumulator => T::zero(),
            _ => {
                let expected = "\"max\", \"sum\" or \"accumulator\"";
                return Err(Error::argument("quantity", expected, quantity.name()));
            }
        };
        let after = self.read(tile, quantity)?;
        match self.tiles[tile].before {
            Some(before) => self.read(before, quantity).cloned(),
            None => Ok(after.map(|_| initial)),
        }
    }

    /// The cell that holds one number of the head's output.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such row or column.
    pub fn output_cell(&self, row: usize, col: usize) -> Result<TileCell, Error> {
        below("row", self.output.nrows(), row)?;
        below("col", self.output.ncols(), col)?;
        let across = self.inputs.k.nrows().div_ceil(self.blocks.keys);
        let first = row / self.blocks.queries * across;
        let tile = (first..first + across)
            .rfind(|&tile| !self.tiles[tile].skipped)
            .unwrap_or(first);
        Ok(TileCell {
            tile,
            quantity: Quantity::Output,
            row: row % self.blocks.queries,
            col,
        })
    }

    fn tile(&self, tile: usize) -> Result<&Tile<T>, Error> {
        below("tile", self.tiles.len(), tile)?;
        Ok(&self.tiles[tile])
    }

    /// Whether a cell exists.
    pub(super) fn check(&self, cell: TileCell) -> Result<(), Error> {
        let matrix = self.read(cell.tile, cell.quantity)?;
        below("row", matrix.nrows(), cell.row)?;
        below("col", matrix.ncols(), cell.col)
    }

    /// The number in a cell that exists.
    pub(super) fn value(&self, cell: TileCell) -> f64 {
        let matrix = &self.tiles[cell.tile].quantities[cell.quantity as usize];
        matrix[(cell.row, cell.col)].widen()
    }
}

fn below(field: &'static str, limit: usize, got: usize) -> Result<(), Error> {
    if got < limit {
        return Ok(());
    }
    let expected = format!("a whole number below {limit}");
    Err(Error::argument(field, expected, got.to_string()))
}
