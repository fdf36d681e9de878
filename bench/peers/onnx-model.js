// A layer as an ONNX model, written field by field: the numbers are those of
// onnx.proto (ONNX, IR version 8).

const FLOAT = 1;
const INT64 = 7;

/**
 * @param {import("./measure.js").Size} size
 * @param {import("./measure.js").Weights} weights
 * @param {boolean} all whether every step is an output, or only the last
 */
export function model({ n, d_model, heads, d_k }, weights, all) {
  const width = heads * d_k;
  const floats = (name, shape, numbers) => tensor(name, FLOAT, shape, Float32Array.from(numbers));
  const constants = [
    floats("w_q", [d_model, width], weights.w_q),
    floats("w_k", [d_model, width], weights.w_k),
    floats("w_v", [d_model, width], weights.w_v),
    floats("w_o", [width, d_model], weights.w_o),
    floats("scale", [], [1 / Math.sqrt(d_k)]),
    tensor("split", INT64, [3], BigInt64Array.of(BigInt(n), BigInt(heads), BigInt(d_k))),
    tensor("join", INT64, [2], BigInt64Array.of(BigInt(n), BigInt(width))),
  ];
  const nodes = [
    node("MatMul", ["x", "w_q"], "q"),
    node("MatMul", ["x", "w_k"], "k"),
    node("MatMul", ["x", "w_v"], "v"),
    node("Reshape", ["q", "split"], "q_split"),
    node("Reshape", ["k", "split"], "k_split"),
    node("Reshape", ["v", "split"], "v_split"),
    node("Transpose", ["q_split"], "q_heads", integers("perm", [1, 0, 2])),
    node("Transpose", ["k_split"], "k_heads", integers("perm", [1, 2, 0])),
    node("Transpose", ["v_split"], "v_heads", integers("perm", [1, 0, 2])),
    node("MatMul", ["q_heads", "k_heads"], "scores"),
    node("Mul", ["scores", "scale"], "scaled"),
    node("Softmax", ["scaled"], "weights", integer("axis", -1)),
    node("MatMul", ["weights", "v_heads"], "outputs"),
    node("Transpose", ["outputs"], "outputs_joined", integers("perm", [1, 0, 2])),
    node("Reshape", ["outputs_joined", "join"], "concat"),
    node("MatMul", ["concat", "w_o"], "output"),
  ];
  const square = [heads, n, n];
  const steps = {
    q: [n, width],
    k: [n, width],
    v: [n, width],
    scores: square,
    scaled: square,
    weights: square,
    concat: [n, width],
    output: [n, d_model],
  };
  const kept = Object.entries(steps).filter(([name]) => all || name === "output");
  const graph = bytes([
    ...nodes.map((node) => field(1, node)),
    field(2, text("attention")),
    ...constants.map((constant) => field(5, constant)),
    field(11, value("x", [n, d_model])),
    ...kept.map(([name, shape]) => field(12, value(name, shape))),
  ]);
  // ir_version, graph, opset_import { version }
  return bytes([number(1, 8), field(7, graph), field(8, number(2, 17))]);
}

/** TensorProto: dims, data_type, name, raw_data. */
function tensor(name, type, shape, numbers) {
  return bytes([
    ...shape.map((size) => number(1, size)),
    number(2, type),
    field(8, text(name)),
    field(9, new Uint8Array(numbers.buffer)),
  ]);
}

/** NodeProto: input, output, op_type, attribute. */
function node(operator, inputs, output, ...attributes) {
  return bytes([
    ...inputs.map((input) => field(1, text(input))),
    field(2, text(output)),
    field(4, text(operator)),
    ...attributes.map((attribute) => field(5, attribute)),
  ]);
}

/** AttributeProto: name, i, type INT. */
const integer = (name, value) => bytes([field(1, text(name)), number(3, value), number(20, 2)]);

/** AttributeProto: name, ints, type INTS. */
const integers = (name, values) =>
  bytes([field(1, text(name)), ...values.map((value) => number(8, value)), number(20, 7)]);

/** ValueInfoProto: name, type { tensor_type { elem_type, shape { dim { dim_value } } } }. */
function value(name, shape) {
  const dims = bytes(shape.map((size) => field(1, number(1, size))));
  return bytes([
    field(1, text(name)),
    field(2, field(1, bytes([number(1, FLOAT), field(2, dims)]))),
  ]);
}

const text = (string) => new TextEncoder().encode(string);

/** A field of bytes. */
const field = (tag, content) =>
  bytes([varint((BigInt(tag) << 3n) | 2n), varint(BigInt(content.length)), content]);

/** A field with a whole number; a negative one in two's complement. */
const number = (tag, value) =>
  bytes([varint(BigInt(tag) << 3n), varint(BigInt.asUintN(64, BigInt(value)))]);

function varint(value) {
  const digits = [];
  for (; value > 127n; value >>= 7n) digits.push(Number(value & 127n) | 128);
  return Uint8Array.of(...digits, Number(value));
}

function bytes(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
