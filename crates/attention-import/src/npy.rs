//! `.npy`: a short header, then one array (NumPy enhancement proposal 1).
//!
//! The header is a Python dictionary of three known keys. Reading exactly that
//! takes less code than a Python grammar, and cannot be led into recursion.

use crate::{
    array::{Array, Budget, Entries, describe_shape, subscript},
    error::{ImportError, quote},
};

const MAGIC: &[u8] = b"\x93NUMPY";
/// NumPy itself refuses to read a longer header from a stranger.
const LONGEST_HEADER: usize = 10_000;
/// The largest whole number up to which `f64` has every one.
const LARGEST_WHOLE: u64 = 1 << 53;

struct Header {
    kind: Kind,
    /// Bytes of one entry.
    width: usize,
    big_endian: bool,
    fortran: bool,
    shape: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Boolean,
    Signed,
    Unsigned,
    Float,
    /// Code points of four bytes.
    Text,
}

/// Reads an array. `source` is what errors call it.
pub fn read(bytes: &[u8], source: &str, budget: &mut Budget) -> Result<Array, ImportError> {
    let (text, data) = split(bytes, source)?;
    let header = Scanner::new(text).header().ok_or_else(|| {
        let expected =
            "a header {'descr': ..., 'fortran_order': ..., 'shape': ...} of one simple type";
        ImportError::file(source, expected, quote(text.trim_end()))
    })?;
    let header = check(header, source)?;

    let count = budget.take_shape(source, &header.shape)?;
    let expected = (count as u64).checked_mul(header.width as u64);
    if expected != Some(data.len() as u64) {
        let expected = format!(
            "{} entries of {} bytes after the header, for the shape {}",
            count,
            header.width,
            describe_shape(&header.shape)
        );
        let got = format!("{} bytes", data.len());
        return Err(ImportError::file(source, expected, got));
    }

    // Fortran order is C order with the dimensions the other way round.
    let place_of = |index: usize| match header.fortran {
        true => {
            let mut rest = index;
            let places = header.shape.iter().map(|&length| {
                let place = rest % length;
                rest /= length;
                place
            });
            let places: Vec<usize> = places.collect();
            let lengths = header.shape.iter().zip(places);
            lengths.fold(0, |sum, (&length, place)| sum * length + place)
        }
        false => index,
    };
    let entries = data.chunks_exact(header.width);
    if header.kind == Kind::Text {
        // Four bytes a character are on the machine already.
        let mut texts = vec![String::new(); count];
        for (index, entry) in entries.enumerate() {
            let place = place_of(index);
            texts[place] = text_of(entry, header.big_endian).ok_or_else(|| {
                let place = format!("{source}{}", subscript(&header.shape, place));
                ImportError::file(place, "text", "numbers that are no characters")
            })?;
        }
        return Ok(Array {
            source: source.into(),
            shape: header.shape,
            entries: Entries::Texts(texts),
            labels: None,
        });
    }
    let mut numbers = vec![0.0; count];
    for (index, entry) in entries.enumerate() {
        let place = place_of(index);
        numbers[place] = number_of(entry, &header).map_err(|(expected, got)| {
            let place = format!("{source}{}", subscript(&header.shape, place));
            ImportError::file(place, expected, got)
        })?;
    }
    Array::of_numbers(source, header.shape, numbers)
}

/// Writes an array of `f64`, the last dimension fastest, as NumPy itself does.
pub fn write(shape: &[usize], numbers: &[f64]) -> Vec<u8> {
    /// Where the numbers start is a multiple of this.
    const ALIGNMENT: usize = 64;
    let lengths: Vec<String> = shape.iter().map(|length| format!("{length}, ")).collect();
    let mut header = format!(
        "{{'descr': '<f8', 'fortran_order': False, 'shape': ({}), }}",
        lengths.concat().trim_end()
    );
    let before = MAGIC.len() + 4;
    while !(before + header.len() + 1).is_multiple_of(ALIGNMENT) {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = Vec::with_capacity(before + header.len() + 8 * numbers.len());
    bytes.extend(MAGIC);
    bytes.extend([1, 0]);
    // Eight dimensions at most: far below the 64 kB of version 1.
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    bytes
}

/// The header's text, and what follows it.
fn split<'a>(bytes: &'a [u8], source: &str) -> Result<(&'a str, &'a [u8]), ImportError> {
    let refuse = |expected: &'static str, got: String| ImportError::file(source, expected, got);
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err(refuse("the start of a .npy file", "other bytes".into()));
    };
    let (length, rest) = match rest {
        [1, _, a, b, rest @ ..] => (u32::from(u16::from_le_bytes([*a, *b])), rest),
        [2 | 3, _, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]), rest),
        [version, _, ..] => {
            let got = format!("version {version}");
            return Err(refuse("a .npy file of version 1, 2 or 3", got));
        }
        _ => return Err(refuse("a header", "the end of the file".into())),
    };
    let length = length as usize;
    if length > LONGEST_HEADER {
        let got = format!("one of {length} bytes");
        return Err(refuse("a header of at most 10000 bytes", got));
    }
    let Some((text, data)) = rest.split_at_checked(length) else {
        let got = format!("{} bytes of it, and the end of the file", rest.len());
        return Err(ImportError::file(
            source,
            format!("a header of {length} bytes"),
            got,
        ));
    };
    match std::str::from_utf8(text) {
        Ok(text) => Ok((text, data)),
        Err(_) => Err(refuse("a header in UTF-8", "other bytes".into())),
    }
}

/// The header as it is written down.
struct Written<'a> {
    descr: &'a str,
    fortran: bool,
    shape: Vec<usize>,
}

fn check(written: Written<'_>, source: &str) -> Result<Header, ImportError> {
    let Written {
        descr,
        fortran,
        shape,
    } = written;
    let refuse = |got: String| {
        let expected = "an array of booleans, whole numbers, floating-point numbers or text";
        Err(ImportError::file(source, expected, got))
    };
    let Some((order @ ("<" | ">" | "|" | "="), kind)) = descr.split_at_checked(1) else {
        return refuse(format!("the type {}", quote(descr)));
    };
    if kind == "O" {
        // It would be a pickle, which is a program.
        return refuse("Python objects".into());
    }
    let (kind, width) = match kind {
        "b1" => (Kind::Boolean, 1),
        "i1" => (Kind::Signed, 1),
        "i2" => (Kind::Signed, 2),
        "i4" => (Kind::Signed, 4),
        "i8" => (Kind::Signed, 8),
        "u1" => (Kind::Unsigned, 1),
        "u2" => (Kind::Unsigned, 2),
        "u4" => (Kind::Unsigned, 4),
        "u8" => (Kind::Unsigned, 8),
        "f2" => (Kind::Float, 2),
        "f4" => (Kind::Float, 4),
        "f8" => (Kind::Float, 8),
        text => {
            let length = text.strip_prefix('U').and_then(|n| n.parse::<u16>().ok());
            match length {
                Some(length @ 1..) => (Kind::Text, usize::from(length) * 4),
                _ => return refuse(format!("the type {}", quote(descr))),
            }
        }
    };
    Ok(Header {
        kind,
        width,
        big_endian: order == ">",
        fortran,
        shape,
    })
}

/// One number, or what was expected and what came.
fn number_of(entry: &[u8], header: &Header) -> Result<f64, (&'static str, String)> {
    let bits = entry.iter().enumerate().fold(0_u64, |bits, (i, &byte)| {
        let place = if header.big_endian {
            entry.len() - 1 - i
        } else {
            i
        };
        bits | u64::from(byte) << (8 * place)
    });
    let unused = 64 - 8 * entry.len() as u32;
    match (header.kind, header.width) {
        (Kind::Float, 2) => Ok(half(bits as u16)),
        (Kind::Float, 4) => Ok(f32::from_bits(bits as u32).into()),
        (Kind::Float, _) => Ok(f64::from_bits(bits)),
        (Kind::Signed, _) => whole_signed((bits << unused) as i64 >> unused),
        (Kind::Boolean, _) if bits > 1 => Err(("0 or 1", bits.to_string())),
        _ => whole(bits),
    }
}

/// A whole number that `f64` holds exactly.
pub fn whole(number: u64) -> Result<f64, (&'static str, String)> {
    if number <= LARGEST_WHOLE {
        return Ok(number as f64);
    }
    Err(("a whole number from -2^53 to 2^53", number.to_string()))
}

/// A whole number that `f64` holds exactly.
pub fn whole_signed(number: i64) -> Result<f64, (&'static str, String)> {
    if number.unsigned_abs() <= LARGEST_WHOLE {
        return Ok(number as f64);
    }
    Err(("a whole number from -2^53 to 2^53", number.to_string()))
}

/// A half-precision number (IEEE 754 binary16), exactly.
pub fn half(bits: u16) -> f64 {
    let (exponent, fraction) = ((bits >> 10) & 0x1f, f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2.0_f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        exponent => (1.0 + fraction / 1024.0) * 2.0_f64.powi(i32::from(exponent) - 15),
    };
    if bits >> 15 == 1 { -size } else { size }
}

fn text_of(entry: &[u8], big_endian: bool) -> Option<String> {
    let mut text = String::new();
    for code in entry.chunks_exact(4) {
        let code: [u8; 4] = code.try_into().ok()?;
        let code = match big_endian {
            true => u32::from_be_bytes(code),
            false => u32::from_le_bytes(code),
        };
        text.push(char::from_u32(code)?);
    }
    // NumPy fills short texts up with NUL.
    text.truncate(text.trim_end_matches('\0').len());
    Some(text)
}

/// Reads the dictionary of a header, and nothing else that Python knows.
struct Scanner<'a>(&'a str);

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self(text)
    }

    fn header(mut self) -> Option<Written<'a>> {
        let (mut descr, mut fortran, mut shape) = (None, None, None);
        self.sign("{")?;
        while self.sign("}").is_none() {
            let key = self.text()?;
            self.sign(":")?;
            match key {
                "descr" if descr.is_none() => descr = Some(self.text()?),
                "fortran_order" if fortran.is_none() => fortran = Some(self.truth()?),
                "shape" if shape.is_none() => shape = Some(self.lengths()?),
                _ => return None,
            }
            if self.sign(",").is_none() {
                self.sign("}")?;
                break;
            }
        }
        self.0.trim_start().is_empty().then_some(())?;
        Some(Written {
            descr: descr?,
            fortran: fortran?,
            shape: shape?,
        })
    }

    fn sign(&mut self, sign: &str) -> Option<()> {
        self.0 = self.0.trim_start().strip_prefix(sign)?;
        Some(())
    }

    fn text(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (text, rest) = rest[1..].split_once(quote)?;
        self.0 = rest;
        (!text.contains('\\')).then_some(text)
    }

    fn truth(&mut self) -> Option<bool> {
        if self.sign("True").is_some() {
            return Some(true);
        }
        self.sign("False").map(|()| false)
    }

    /// `()`, `(3,)` or `(3, 4)`
    fn lengths(&mut self) -> Option<Vec<usize>> {
        let mut lengths = Vec::new();
        self.sign("(")?;
        while self.sign(")").is_none() {
            let rest = self.0.trim_start();
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            // One that does not fit is too large all the same.
            let digits = &rest[..end];
            lengths.push(match digits.is_empty() {
                true => return None,
                false => digits.parse().unwrap_or(usize::MAX),
            });
            self.0 = &rest[end..];
            // Python 2 wrote long numbers as 3L.
            let _ = self.sign("L");
            if self.sign(",").is_none() {
                self.sign(")")?;
                break;
            }
        }
        Some(lengths)
    }
}
