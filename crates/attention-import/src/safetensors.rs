//! safetensors: a JSON header, then the numbers of each tensor, row by row.

use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::{
    File,
    array::{Array, Budget, subscript},
    error::ImportError,
    fields::Fields,
    npy::{half, whole, whole_signed},
};

/// Reads every tensor whose name starts with `prefix`.
pub fn read(
    file: &File<'_>,
    prefix: Option<&str>,
    fields: &mut Fields,
    budget: &mut Budget,
) -> Result<(), ImportError> {
    let tensors = SafeTensors::deserialize(file.bytes)
        .map_err(|error| ImportError::file(file.name, "a safetensors file", error.to_string()))?;
    let mut named: Vec<_> = tensors.iter().collect();
    named.sort_unstable_by_key(|(name, _)| *name);
    for (name, tensor) in named {
        if let Some(name) = name.strip_prefix(prefix.unwrap_or_default()) {
            let place = format!("{}: {name}", file.name);
            let field = fields.claim(name, &place)?;
            fields.put(field, numbers(&tensor, &place, budget)?);
        }
    }
    Ok(())
}

fn numbers(
    tensor: &TensorView<'_>,
    place: &str,
    budget: &mut Budget,
) -> Result<Array, ImportError> {
    type Read = fn(u64) -> Result<f64, (&'static str, String)>;
    let (width, read): (usize, Read) = match tensor.dtype() {
        Dtype::F64 => (8, |bits| Ok(f64::from_bits(bits))),
        Dtype::F32 => (4, |bits| Ok(f32::from_bits(bits as u32).into())),
        Dtype::F16 => (2, |bits| Ok(half(bits as u16))),
        // The upper half of a single-precision number.
        Dtype::BF16 => (2, |bits| Ok(f32::from_bits((bits as u32) << 16).into())),
        Dtype::I64 => (8, |bits| whole_signed(bits as i64)),
        Dtype::I32 => (4, |bits| Ok((bits as i32).into())),
        Dtype::I16 => (2, |bits| Ok((bits as i16).into())),
        Dtype::I8 => (1, |bits| Ok((bits as i8).into())),
        Dtype::U64 => (8, whole),
        Dtype::U32 => (4, whole),
        Dtype::U16 => (2, whole),
        Dtype::U8 => (1, whole),
        Dtype::BOOL => (1, |bits| match bits {
            0 | 1 => Ok(bits as f64),
            other => Err(("0 or 1", other.to_string())),
        }),
        other => {
            let expected = "F64, F32, F16, BF16, BOOL or whole numbers";
            return Err(ImportError::file(place, expected, other.to_string()));
        }
    };
    let count = budget.take_shape(place, tensor.shape())?;
    let mut numbers = Vec::with_capacity(count);
    for (index, entry) in tensor.data().chunks_exact(width).enumerate() {
        let bits = entry.iter().rev();
        let bits = bits.fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        numbers.push(read(bits).map_err(|(expected, got)| {
            let place = format!("{place}{}", subscript(tensor.shape(), index));
            ImportError::file(place, expected, got)
        })?);
    }
    Array::of_numbers(place, tensor.shape().to_vec(), numbers)
}
