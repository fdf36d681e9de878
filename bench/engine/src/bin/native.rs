//! The engine beside ndarray and NumPy on this machine, without a browser:
//! prints one JSON array of { size, rows: [{ name, times }] }, times in milliseconds.
//!
//! The first argument is a Python that has NumPy; without one, NumPy is left out.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use attention::Scalar;
use attention_bench::{Layer, Size};
use ndarray::{Array1, Array2, ArrayView2, Axis, LinalgScalar, ScalarOperand, s};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const SIZES: [[usize; 4]; 4] = [
    [12, 64, 8, 8],
    [64, 256, 8, 32],
    [256, 384, 12, 32],
    [512, 768, 12, 64],
];
const ROUNDS: usize = 25;
const ROUND_SECONDS: f64 = 0.02;
const WARM_UP_SECONDS: f64 = 0.3;
/// As in the browser: more, and it computes something else.
const TOLERANCE: f64 = 1e-5;

fn main() -> Result<()> {
    let python = std::env::args().nth(1);
    let mut sizes = Vec::new();
    for [n, d_model, heads, d_k] in SIZES {
        let size = Size {
            n,
            d_model,
            heads,
            d_k,
        };
        sizes.push(measure(size, python.as_deref())?);
    }
    println!("[{}]", sizes.join(","));
    Ok(())
}

/// Something that computes a layer.
trait Contender {
    fn name(&self) -> String;
    /// The output, row-major.
    fn output(&mut self) -> Result<Vec<f64>>;
    /// Seconds that so many calls take.
    fn time(&mut self, calls: usize) -> Result<f64>;
}

fn measure(size: Size, python: Option<&str>) -> Result<String> {
    let drawn = Drawn::new(size)?;
    let mut contenders: Vec<Box<dyn Contender>> = vec![
        Box::new(Engine::<f64>::new(&drawn)?),
        Box::new(Engine::<f32>::new(&drawn)?),
        Box::new(Arrays::<f64>::new(&drawn)?),
        Box::new(Arrays::<f32>::new(&drawn)?),
    ];
    if let Some(python) = python {
        contenders.push(Box::new(NumPy::new(python, "float64", &drawn)?));
        contenders.push(Box::new(NumPy::new(python, "float32", &drawn)?));
    }
    let expected = contenders[0].output()?;
    let largest = expected.iter().fold(0.0, |max: f64, x| max.max(x.abs()));
    for contender in &mut contenders {
        let output = contender.output()?;
        let is_close = |(a, b): (&f64, &f64)| (a - b).abs() <= TOLERANCE * largest;
        if output.len() != expected.len() || !output.iter().zip(&expected).all(is_close) {
            return Err(format!("{} computes something else.", contender.name()).into());
        }
    }
    let mut calls = Vec::new();
    for contender in &mut contenders {
        let (mut done, mut spent) = (0, 0.0);
        while done < 3 || spent < WARM_UP_SECONDS {
            spent += contender.time(1)?;
            done += 1;
        }
        calls.push((ROUND_SECONDS * done as f64 / spent).ceil() as usize);
    }
    let mut times = vec![Vec::new(); contenders.len()];
    for _ in 0..ROUNDS {
        for ((contender, &calls), times) in contenders.iter_mut().zip(&calls).zip(&mut times) {
            times.push(contender.time(calls)? / calls as f64 * 1000.0);
        }
    }
    let rows = contenders.iter().zip(&times).map(|(contender, times)| {
        format!(
            r#"{{ "name": {:?}, "times": {times:?} }}"#,
            contender.name()
        )
    });
    let rows: Vec<String> = rows.collect();
    let Size {
        n,
        d_model,
        heads,
        d_k,
    } = size;
    Ok(format!(
        r#"{{ "size": [{n}, {d_model}, {heads}, {d_k}], "rows": [{}] }}"#,
        rows.join(",")
    ))
}

/// The numbers that all contenders get, row-major.
struct Drawn {
    size: Size,
    vectors: Vec<f64>,
    /// W_Q, W_K, W_V, W_O.
    weights: [Vec<f64>; 4],
}

impl Drawn {
    fn new(size: Size) -> Result<Self> {
        let layer = Layer::<f64>::new(size)?;
        let [q, k, v, o] = ["w_q", "w_k", "w_v", "w_o"].map(|name| layer.weights(name));
        let missing = || "the engine has no such weights";
        let weights = [
            q.ok_or_else(missing)?,
            k.ok_or_else(missing)?,
            v.ok_or_else(missing)?,
            o.ok_or_else(missing)?,
        ];
        // Multiples of an irrational number, without their whole parts: in ±√3.
        let vectors = (0..size.n * size.d_model).map(|index| {
            let turn = (index as f64 * 0.618_033_988_749_895).fract();
            f64::from((3.0_f64.sqrt() * (2.0 * turn - 1.0)) as f32)
        });
        Ok(Self {
            size,
            vectors: vectors.collect(),
            weights,
        })
    }

    /// One of them as an array.
    fn array<T: Scalar>(&self, numbers: &[f64], rows: usize) -> Result<Array2<T>> {
        let numbers: Vec<T> = numbers.iter().map(|&number| T::nearest(number)).collect();
        Ok(Array2::from_shape_vec(
            (rows, numbers.len() / rows),
            numbers,
        )?)
    }
}

struct Engine<T: Scalar> {
    layer: Layer<T>,
    vectors: Vec<T>,
}

impl<T: Scalar> Engine<T> {
    fn new(drawn: &Drawn) -> Result<Self> {
        Ok(Self {
            layer: Layer::new(drawn.size)?,
            vectors: drawn.vectors.iter().map(|&x| T::nearest(x)).collect(),
        })
    }
}

impl<T: Scalar> Contender for Engine<T> {
    fn name(&self) -> String {
        format!("engine, f{}", 8 * size_of::<T>())
    }

    fn output(&mut self) -> Result<Vec<f64>> {
        let output = self.layer.attend(&self.vectors)?;
        Ok(output.into_iter().map(T::widen).collect())
    }

    fn time(&mut self, calls: usize) -> Result<f64> {
        let start = Instant::now();
        for _ in 0..calls {
            std::hint::black_box(self.layer.attend(&self.vectors)?);
        }
        Ok(start.elapsed().as_secs_f64())
    }
}

/// ndarray: a row-major array for each step, all of them kept.
struct Arrays<T> {
    size: Size,
    vectors: Array2<T>,
    weights: [Array2<T>; 4],
    kept: Vec<Array2<T>>,
}

impl<T: Scalar + LinalgScalar + ScalarOperand> Arrays<T> {
    fn new(drawn: &Drawn) -> Result<Self> {
        let Size {
            n,
            d_model,
            heads,
            d_k,
        } = drawn.size;
        let [q, k, v, o] = &drawn.weights;
        Ok(Self {
            size: drawn.size,
            vectors: drawn.array(&drawn.vectors, n)?,
            weights: [
                drawn.array(q, d_model)?,
                drawn.array(k, d_model)?,
                drawn.array(v, d_model)?,
                drawn.array(o, heads * d_k)?,
            ],
            kept: Vec::new(),
        })
    }

    fn attend(&mut self) -> &Array2<T> {
        let Size { n, heads, d_k, .. } = self.size;
        let [w_q, w_k, w_v, w_o] = &self.weights;
        let [q, k, v] = [w_q, w_k, w_v].map(|w| self.vectors.dot(w));
        let scale = T::nearest(1.0 / (d_k as f64).sqrt());
        let mut concat = Array2::zeros((n, heads * d_k));
        self.kept.clear();
        for head in 0..heads {
            let columns = s![.., head * d_k..(head + 1) * d_k];
            let scores = q.slice(columns).dot(&k.slice(columns).t());
            let scaled = &scores * scale;
            let weights = softmax(scaled.view());
            let output = weights.dot(&v.slice(columns));
            concat.slice_mut(columns).assign(&output);
            self.kept.extend([scores, scaled, weights]);
        }
        let output = concat.dot(w_o);
        self.kept.extend([q, k, v, concat, output]);
        &self.kept[self.kept.len() - 1]
    }
}

fn softmax<T: Scalar + LinalgScalar>(scores: ArrayView2<T>) -> Array2<T> {
    let max = scores.fold_axis(Axis(1), T::nearest(f64::NEG_INFINITY), |&max, &score| {
        if score > max { score } else { max }
    });
    let mut weights = (&scores - &max.insert_axis(Axis(1))).mapv_into(|score| score.exp());
    let inverse: Array1<T> = weights.sum_axis(Axis(1)).mapv_into(|sum| T::one() / sum);
    weights *= &inverse.insert_axis(Axis(1));
    weights
}

impl<T: Scalar + LinalgScalar + ScalarOperand> Contender for Arrays<T> {
    fn name(&self) -> String {
        format!("ndarray, f{}", 8 * size_of::<T>())
    }

    fn output(&mut self) -> Result<Vec<f64>> {
        Ok(self.attend().iter().map(|number| number.widen()).collect())
    }

    fn time(&mut self, calls: usize) -> Result<f64> {
        let start = Instant::now();
        for _ in 0..calls {
            std::hint::black_box(self.attend());
        }
        Ok(start.elapsed().as_secs_f64())
    }
}

/// numpy_layer.py, which computes whenever it is told to.
struct NumPy {
    name: String,
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl NumPy {
    fn new(python: &str, number: &str, drawn: &Drawn) -> Result<Self> {
        let Size {
            n,
            d_model,
            heads,
            d_k,
        } = drawn.size;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../peers/numpy_layer.py");
        let mut process = Command::new(python)
            .arg(script)
            .args([n, d_model, heads, d_k].map(|size| size.to_string()))
            .arg(number)
            .envs(["OPENBLAS", "OMP", "MKL", "BLIS"].map(|it| (format!("{it}_NUM_THREADS"), "1")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (to, from) = (process.stdin.take(), process.stdout.take());
        let mut numpy = Self {
            name: String::new(),
            process,
            to: to.ok_or("NumPy has no input")?,
            from: BufReader::new(from.ok_or("NumPy has no output")?),
        };
        for numbers in [&drawn.vectors].into_iter().chain(&drawn.weights) {
            let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
            numpy.to.write_all(&bytes)?;
        }
        numpy.to.flush()?;
        numpy.name = numpy.line()?;
        Ok(numpy)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.from.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for NumPy {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Contender for NumPy {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn output(&mut self) -> Result<Vec<f64>> {
        writeln!(self.to, "output")?;
        let line = self.line()?;
        Ok(line
            .split(' ')
            .map(str::parse)
            .collect::<std::result::Result<_, _>>()?)
    }

    fn time(&mut self, calls: usize) -> Result<f64> {
        writeln!(self.to, "{calls}")?;
        Ok(self.line()?.parse()?)
    }
}
