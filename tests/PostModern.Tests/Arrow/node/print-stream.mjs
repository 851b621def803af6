// Prints an Arrow IPC stream as JSON, read by the npm package apache-arrow:
// {"column": {"type": "Int32", "nullable": true, "metadata": {...}, "values": [...]}} over all batches.
// Values are spelled so that nothing is lost: integers and raw times in decimal, floats as the bits of a
// 64-bit number in hex, bytes in hex, decimals unscaled.
import { createReadStream } from "node:fs";
import { DataType, RecordBatchReader, Type } from "apache-arrow";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function bitsOf(number) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, number);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

function unscaled(words) {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  let number = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) {
    number = (number << 8n) | BigInt(bytes[i]);
  }
  return BigInt.asIntN(bytes.length * 8, number).toString();
}

const isRaw = (type) => DataType.isDate(type) || DataType.isTime(type) || DataType.isTimestamp(type) || DataType.isDuration(type) || DataType.isInterval(type);

// Dates and times as they lie in the buffer: the package's own getters round to milliseconds.
function rawOf(vector, row) {
  const { values, stride, offset } = vector.data[0];
  const words = values.subarray((offset + row) * stride, (offset + row + 1) * stride);
  return hex(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
}

function spell(type, value) {
  if (value === null || value === undefined) return null;
  if (DataType.isDictionary(type)) return spell(type.dictionary, value);
  if (DataType.isBool(type)) return value;
  if (DataType.isInt(type)) return value.toString();
  if (DataType.isFloat(type)) return bitsOf(value);
  if (DataType.isDecimal(type)) return unscaled(value);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return value;
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isFixedSizeBinary(type)) return hex(value);
  if (DataType.isStruct(type)) return type.children.map((child) => spell(child.type, value[child.name]));
  if (DataType.isMap(type)) return [...value].map(([key, item]) => [key, spell(type.valueType, item)]);
  if (DataType.isUnion(type)) return typeof value === "number" ? value.toString() : value;
  return Array.from({ length: value.length }, (_, i) => spell(type.children[0].type, value.get(i)));
}

const columns = {};
for await (const batch of await RecordBatchReader.from(createReadStream(process.argv[2]))) {
  batch.schema.fields.forEach((field, i) => {
    const vector = batch.getChildAt(i);
    const column = (columns[field.name] ??= {
      type: Type[field.type.typeId],
      nullable: field.nullable,
      metadata: Object.fromEntries(field.metadata),
      values: [],
    });
    for (let row = 0; row < batch.numRows; row++) {
      const value = vector.get(row);
      column.values.push(value !== null && isRaw(field.type) ? rawOf(vector, row) : spell(field.type, value));
    }
  });
}
process.stdout.write(JSON.stringify(columns));
