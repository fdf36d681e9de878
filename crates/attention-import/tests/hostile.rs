//! Files that lie, are broken, or mean to do harm: each is a sentence, and
//! none takes memory for what it only claims.

mod support;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use attention::Scenario;
use attention_import::{File, Options, import};
use support::{fixture, import_one};

/// The system's allocator, which remembers the largest piece that a thread
/// asked for.
struct Watched;

thread_local! {
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

fn watch(size: usize) {
    // A thread that ends allocates without having this any more.
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(size)));
}

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        watch(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        watch(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        watch(size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Watched = Watched;

/// The refusal of one file, which never took a piece of memory above 256 KiB.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let base = Scenario::default();
    let files = [File { name, bytes }];
    LARGEST.set(0);
    let result = import(&files, &base, &Options::default());
    let largest = LARGEST.get();
    let error = result.expect_err("a refusal").to_string();
    assert!(largest <= 1 << 18, "{largest} bytes at once for: {error}");
    error
}

/// A `.npy` file with this header.
fn npy(header: &str, data: &[u8]) -> Vec<u8> {
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(data);
    file
}

fn npy_of(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    npy(
        &format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n"),
        data,
    )
}

/// A safetensors file with this header.
fn tensors(header: &str, data: &[u8]) -> Vec<u8> {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.as_bytes());
    file.extend(data);
    file
}

/// A zip archive with one member: its name, method, content as it lies in the
/// archive, checksum and claimed size.
fn zip(name: &str, method: u16, content: &[u8], crc: u32, size: u32) -> Vec<u8> {
    let mut common = Vec::new();
    common.extend([20, 0, 0, 0]);
    common.extend(method.to_le_bytes());
    common.extend([0; 4]);
    common.extend(crc.to_le_bytes());
    common.extend((content.len() as u32).to_le_bytes());
    common.extend(size.to_le_bytes());
    common.extend((name.len() as u16).to_le_bytes());
    common.extend([0, 0]);
    let mut file = b"PK\x03\x04".to_vec();
    file.extend(&common);
    file.extend(name.as_bytes());
    file.extend(content);
    let directory = file.len() as u32;
    file.extend(b"PK\x01\x02\x14\x00");
    file.extend(&common);
    file.extend([0; 14]);
    file.extend(name.as_bytes());
    let length = file.len() as u32 - directory;
    file.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    file.extend(length.to_le_bytes());
    file.extend(directory.to_le_bytes());
    file.extend([0, 0]);
    file
}

#[test]
fn a_broken_npy_says_what_is_wrong() {
    let two = [0; 16];
    for (file, sentence) in [
        (
            b"".to_vec(),
            "vectors.npy: expected the start of a .npy file, got other bytes",
        ),
        (
            b"PK\x03\x04".to_vec(),
            "vectors.npy: expected the start of a .npy file, got other bytes",
        ),
        (
            b"\x93NUMPY\x01".to_vec(),
            "vectors.npy: expected a header, got the end of the file",
        ),
        (
            b"\x93NUMPY\x09\x00\x01\x00".to_vec(),
            "vectors.npy: expected a .npy file of version 1, 2 or 3, got version 9",
        ),
        (
            b"\x93NUMPY\x02\x00\xff\xff\xff\xff".to_vec(),
            "vectors.npy: expected a header of at most 10000 bytes, got one of 4294967295 bytes",
        ),
        (
            b"\x93NUMPY\x01\x00\x40\x00{'desc".to_vec(),
            "vectors.npy: expected a header of 64 bytes, got 6 bytes of it, and the end of the file",
        ),
        (
            npy("{'descr': '<f8'}", &two),
            "vectors.npy: expected a header {'descr': ..., 'fortran_order': ..., 'shape': ...} of one simple type, got \"{'descr': '<f8'}\"",
        ),
        (
            npy_of("<f8", "(1, 3)", &two),
            "vectors.npy: expected 3 entries of 8 bytes after the header, for the shape 1 × 3, got 16 bytes",
        ),
        (
            npy_of("<f8", "(1, 1)", &two),
            "vectors.npy: expected 1 entries of 8 bytes after the header, for the shape 1 × 1, got 16 bytes",
        ),
        (
            npy_of("<f8", "(1000000, 1000000)", &two),
            "vectors.npy: expected at most 33554432 numbers in all files together, got the shape 1000000 × 1000000",
        ),
        (
            npy_of("<f8", "(4294967296, 4294967296)", &two),
            "vectors.npy: expected at most 33554432 numbers in all files together, got the shape 4294967296 × 4294967296",
        ),
        (
            npy_of("<f8", "(99999999999999999999999, 1)", &two),
            "vectors.npy: expected at most 33554432 numbers in all files together, got the shape 18446744073709551615 × 1",
        ),
        (
            npy_of("<f8", "(0, 1000000000000)", &[]),
            "vectors.npy: expected no dimension of length 0, got the shape 0 × 1000000000000",
        ),
        (
            npy_of("<f8", "(1,1,1,1,1,1,1,1,2)", &two),
            "vectors.npy: expected at most 8 dimensions, got 9",
        ),
        (
            npy_of("<f8", "(2,)", &two),
            "vectors.npy: expected rows and columns, got the shape 2",
        ),
        (
            npy_of("|O", "(1, 2)", &two),
            "vectors.npy: expected an array of booleans, whole numbers, floating-point numbers or text, got Python objects",
        ),
        (
            npy_of("<c16", "(1, 1)", &two),
            "vectors.npy: expected an array of booleans, whole numbers, floating-point numbers or text, got the type \"<c16\"",
        ),
        (
            npy_of("<U0", "(1, 2)", &[]),
            "vectors.npy: expected an array of booleans, whole numbers, floating-point numbers or text, got the type \"<U0\"",
        ),
        (
            npy_of("<U2", "(1, 2)", &two),
            "vectors.npy: expected numbers, got text",
        ),
        (
            npy_of("<U2", "(1, 2)", &[0xff; 16]),
            "vectors.npy[0][0]: expected text, got numbers that are no characters",
        ),
        (
            npy_of("|b1", "(1, 2)", &[1, 2]),
            "vectors.npy[0][1]: expected 0 or 1, got 2",
        ),
        (
            npy_of(
                "<i8",
                "(1, 2)",
                &[
                    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0,
                ],
            ),
            "vectors.npy[0][0]: expected a whole number from -2^53 to 2^53, got 9223372036854775807",
        ),
        (
            npy_of(
                "<f8",
                "(2, 1)",
                &[1.0_f64, f64::NAN].map(f64::to_le_bytes).concat(),
            ),
            "vectors.npy[1][0]: expected a finite number, got NaN",
        ),
        (
            npy_of(
                "<f4",
                "(1, 2)",
                &[1.0_f32, f32::NEG_INFINITY].map(f32::to_le_bytes).concat(),
            ),
            "vectors.npy[0][1]: expected a finite number, got -inf",
        ),
    ] {
        assert_eq!(refusal("vectors.npy", &file), sentence);
    }
    // Thousands of brackets are no recursion.
    let deep = refusal("vectors.npy", &npy(&"(".repeat(9_000), b""));
    assert!(
        deep.starts_with("vectors.npy: expected a header {'descr'"),
        "{deep}"
    );
}

#[test]
fn a_broken_npz_says_what_is_wrong() {
    let array = npy_of("<f8", "(1, 1)", &1.0_f64.to_le_bytes());
    let size = array.len() as u32;
    let crc = rawzip::crc32(&array);
    let good = zip("vectors.npy", 0, &array, crc, size);
    assert!(import_one("x.npz", &good).is_ok());
    let deflated = miniz_oxide::deflate::compress_to_vec(&array, 6);
    assert!(import_one("x.npz", &zip("vectors.npy", 8, &deflated, crc, size)).is_ok());

    // A million zeros, packed into a kilobyte, that claim to be few and many.
    let bomb = miniz_oxide::deflate::compress_to_vec(&vec![0; 1 << 20], 9);
    for (file, sentence) in [
        (
            zip("vectors.npy", 0, &array, crc ^ 1, size),
            "x.npz: vectors: expected data as it was packed, got ",
        ),
        (
            zip("vectors.npy", 0, &array, crc, size + 1),
            "x.npz: vectors: expected data as it was packed, got ",
        ),
        (
            zip("vectors.npy", 12, &array, crc, size),
            "x.npz: vectors: expected stored or deflated data, got compression method 12",
        ),
        (
            zip("vectors.npy", 8, b"\xff\xff\xff", crc, size),
            "x.npz: vectors: expected 78 bytes of deflated data, got ",
        ),
        (
            zip("vectors.npy", 8, &bomb, 0, 100),
            "x.npz: vectors: expected 100 bytes of deflated data, got ",
        ),
        (
            zip("vectors.npy", 8, &bomb, 0, u32::MAX - 1),
            "x.npz: vectors: expected at most 33554432 numbers in all files together, got 4294967294 bytes",
        ),
        (
            zip("vectors.npy", 8, &deflated, crc, 200_000_000),
            "x.npz: vectors: expected data as it was packed, got ",
        ),
        (
            zip("../vectors.npy", 0, &array, crc, size),
            "x.npz: ../vectors: expected a name out of tokens, ",
        ),
        (
            zip("readme.txt", 0, b"hello", 0, 5),
            "x.npz: expected files that end in .npy, got \"readme.txt\"",
        ),
        (
            zip("vectors.npy", 8, b"", 0, 0),
            "x.npz: vectors: expected 0 bytes of deflated data, got ",
        ),
        (
            good[..good.len() - 30].to_vec(),
            "x.npz: expected a zip archive of .npy files, got ",
        ),
        (
            b"PK".to_vec(),
            "x.npz: expected a zip archive of .npy files, got ",
        ),
    ] {
        let error = refusal("x.npz", &file);
        assert!(error.starts_with(sentence), "{error}");
    }
}

#[test]
fn a_broken_safetensors_says_what_is_wrong() {
    for (file, sentence) in [
        (
            b"short".to_vec(),
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            vec![0xff; 64],
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            tensors("{", b""),
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            tensors(&"[".repeat(100_000), b""),
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"F32","shape":[1000000000000,1000000000000],"data_offsets":[0,4]}}"#,
                b"1234",
            ),
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}"#,
                b"1234",
            ),
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
                b"1234",
            ),
            "x.safetensors: expected a safetensors file, got ",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#,
                b"1",
            ),
            "x.safetensors: q: expected F64, F32, F16, BF16, BOOL or whole numbers, got F8_E4M3",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"F32","shape":[0,1000000000000],"data_offsets":[0,0]}}"#,
                b"",
            ),
            "x.safetensors: q: expected no dimension of length 0, got the shape 0 × 1000000000000",
        ),
        (
            tensors(
                r#"{"h.0.q":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#,
                b"1",
            ),
            "x.safetensors: h.0.q: expected a name out of tokens, ",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"BF16","shape":[1,1],"data_offsets":[0,2]}}"#,
                b"\xc0\x7f",
            ),
            "x.safetensors: q[0][0]: expected a finite number, got NaN",
        ),
        (
            tensors(
                r#"{"q":{"dtype":"U8","shape":[1,1],"data_offsets":[0,1]}}"#,
                b"1",
            ),
            "k: expected q, k and v together, got no k",
        ),
    ] {
        let error = refusal("x.safetensors", &file);
        assert!(error.starts_with(sentence), "{error}");
    }
}

#[test]
fn a_broken_table_says_where() {
    for (name, text, sentence) in [
        (
            "vectors.csv",
            "",
            "vectors.csv: expected at least one row, got an empty file",
        ),
        (
            "vectors.csv",
            "\n\n",
            "vectors.csv: expected at least one row, got an empty file",
        ),
        (
            "vectors.csv",
            "a,b\n",
            "vectors.csv: expected at least one row of numbers, got names only",
        ),
        (
            "vectors.csv",
            "1,2\n3\n",
            "vectors.csv, line 2: expected 2 columns, as in the first row, got 1",
        ),
        (
            "vectors.csv",
            "1,2\n3,nan\n",
            "vectors.csv, line 2, column 2: expected a finite number, got \"nan\"",
        ),
        (
            "vectors.csv",
            "1,1e999\n",
            "vectors.csv, line 1, column 2: expected a finite number, got \"1e999\"",
        ),
        (
            "vectors.csv",
            "a,b\n1,2\n2,\n",
            "vectors.csv, line 3, column 2: expected a number, got \"\"",
        ),
        // Neither all labels nor all numbers: a slip, and not a column of labels.
        (
            "vectors.csv",
            "1,2\n1.O,3\n",
            "vectors.csv, line 2, column 1: expected a number, got \"1.O\"",
        ),
        (
            "vectors.csv",
            "1;2\n1,5;3\n",
            "vectors.csv, line 2, column 1: expected a number, got \"1,5\"",
        ),
        (
            "tokens.csv",
            "a,b\nc,d\n",
            "tokens.csv: expected labels in one column or in one row, got 2 rows of 2",
        ),
        (
            "tokens.csv",
            "a\n\" \"\n",
            "tokens.csv: tokens[1]: expected a label of 1 to 64 characters that is not blank, got \"\"",
        ),
        (
            "w_q.csv",
            "1,2,3\n",
            "w_q.csv: expected a multiple of 2 columns, for heads = 2, got 3",
        ),
        (
            "w_q.csv",
            "1,2\n",
            "w_q.csv: weights.w_q: expected 6 rows of 2 numbers, got 1 rows",
        ),
        (
            "mask.csv",
            "1,2\n",
            "mask.csv: mask: expected \"none\", \"causal\", { window: w }, or 9 rows of 9 booleans, got 1 rows",
        ),
        (
            "heads.csv",
            "1,2\n",
            "heads.csv: expected one number, got 2",
        ),
        (
            "heads.csv",
            "1e300\n",
            "heads.csv: heads: expected a whole number from 1 to 128, got 1000000000000000000000000000000000000000…",
        ),
        ("scale.csv", "1\n", "scale.csv: expected text, got numbers"),
        (
            "notes.csv",
            "1\n",
            "notes.csv: expected a name out of tokens, ",
        ),
        (
            "vectors.txt",
            "1\n",
            "vectors.txt: expected a file that ends in .json, ",
        ),
        (
            "vectors",
            "1\n",
            "vectors: expected a file that ends in .json, ",
        ),
        ("x.json", "{", "x.json: scenario: expected JSON, got "),
        (
            "x.json",
            "[[[[[[[[[[[[",
            "x.json: scenario: expected JSON, got ",
        ),
        (
            "x.json",
            r#"{"heads": 0}"#,
            "x.json: heads: expected a whole number from 1 to 128, got 0",
        ),
    ] {
        let error = refusal(name, text.as_bytes());
        assert!(error.starts_with(sentence), "{error}");
    }
    let error = refusal("vectors.csv", b"1,2\n\xff,3\n");
    assert_eq!(
        error,
        "vectors.csv, line 2, column 1: expected text in UTF-8, got other bytes"
    );
    let error = refusal("x.json", b"\"\xff\"");
    assert_eq!(
        error,
        "x.json: expected text in UTF-8, got other bytes at offset 1"
    );
}

#[test]
fn what_does_not_fit_together_names_the_file_at_fault() {
    let base = Scenario::default();
    let refused = |files: &[(&str, &str)], options: &Options| {
        let files: Vec<_> = files
            .iter()
            .map(|(name, text)| File {
                name,
                bytes: text.as_bytes(),
            })
            .collect();
        import(&files, &base, options)
            .expect_err("a refusal")
            .to_string()
    };
    let plain = Options::default();
    let choice = Options {
        heads: Some(0..1),
        ..Options::default()
    };
    let (two, three) = ("1,2\n3,4\n", "1,2\n3,4\n5,6\n");
    for (files, options, sentence) in [
        (vec![], &plain, "files: expected at least one of tokens, "),
        (
            vec![("vectors.csv", two), ("a/vectors.tsv", "1\t2")],
            &plain,
            "a/vectors.tsv: expected vectors in one place only, got a second one",
        ),
        (
            vec![("a.json", "{}"), ("b.json", "{}")],
            &plain,
            "b.json: expected one scenario in JSON, got a second one",
        ),
        (
            vec![("vectors.csv", two)],
            &choice,
            "the choice of heads: expected q, k and v to choose from, got none",
        ),
        (
            vec![("vectors.csv", two), ("tokens.csv", "a\n")],
            &plain,
            "vectors.csv: vectors: expected 1 rows, one per token, of 1 to 1024 numbers, got 2 rows",
        ),
        (
            vec![("vectors.csv", two), ("memory.csv", "1\n")],
            &plain,
            "memory.csv: memory.vectors: expected 1 rows of 2 numbers, got 1 rows of 1",
        ),
        (
            vec![("vectors.csv", two), ("w_q.csv", three)],
            &plain,
            "w_q.csv: weights.w_q: expected 2 rows of 2 numbers, got 3 rows",
        ),
        (
            vec![("q.csv", two), ("k.csv", two)],
            &plain,
            "v: expected q, k and v together, got no v",
        ),
        (
            vec![("q.csv", two), ("k.csv", "1\n"), ("v.csv", two)],
            &plain,
            "k.csv: expected 2 numbers a key, as in q, got 1",
        ),
        (
            vec![("q.csv", two), ("k.csv", two), ("v.csv", three)],
            &plain,
            "v.csv: expected 2 tokens, as in k, got 3",
        ),
        (
            vec![
                ("q.csv", two),
                ("k.csv", two),
                ("v.csv", two),
                ("w_q.csv", two),
            ],
            &plain,
            "w_q.csv: expected either this or q, k and v, got both",
        ),
    ] {
        let error = refused(&files, options);
        assert!(error.starts_with(sentence), "{error}");
    }
}

#[test]
fn every_cut_of_every_file_is_refused() {
    for (name, file) in [
        ("vectors.npy", "little_f4_C.npy"),
        ("x.npz", "stored.npz"),
        ("x.npz", "qkv_cross.npz"),
        ("x.safetensors", "qkv.safetensors"),
    ] {
        let bytes = fixture(file);
        for length in 0..bytes.len() {
            refusal(name, &bytes[..length]);
        }
    }
}
