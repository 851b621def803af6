// Reads an Arrow IPC stream with apache-arrow and prints, for each column, its type and its values as text.
// Usage: node ipc.mjs FILE
import { readFile } from "node:fs/promises";
import { DataType, tableFromIPC, UnionMode } from "apache-arrow";
import { print } from "./json.mjs";

const { schema, batches } = tableFromIPC(await readFile(process.argv[2]));

print({
  batches: batches.map((batch) => batch.numRows),
  columns: schema.fields.map((field, index) => ({
    name: field.name,
    type: typeName(field.type),
    nullable: field.nullable,
    values: batches.flatMap((batch) => [...batch.getChildAt(index)].map((value) => text(field.type, value))),
  })),
});

// apache-arrow calls both kinds of union the same.
function typeName(type) {
  return DataType.isUnion(type) ? `${UnionMode[type.mode]}${type}` : `${type}`;
}

function text(type, value) {
  if (value === null) {
    return "null";
  }

  if (DataType.isDecimal(type)) {
    return decimal(value, type.scale);
  }

  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    return `[${[...value].map((item) => text(type.children[0].type, item)).join(", ")}]`;
  }

  if (DataType.isStruct(type)) {
    return `{${type.children.map((child) => `${child.name}: ${text(child.type, value[child.name])}`).join(", ")}}`;
  }

  if (DataType.isMap(type)) {
    const [key, item] = type.children[0].type.children;
    return `{${[...value].map(([k, v]) => `${text(key.type, k)}=${text(item.type, v)}`).join(", ")}}`;
  }

  if (ArrayBuffer.isView(value)) {
    return DataType.isBinary(type) || DataType.isFixedSizeBinary(type) ? Buffer.from(value).toString("hex") : `(${[...value].join(" ")})`;
  }

  return `${value}`;
}

// Little-endian 32-bit limbs, two's complement.
function decimal(limbs, scale) {
  const unsigned = limbs.reduceRight((sum, limb) => (sum << 32n) | BigInt(limb), 0n);
  const digits = BigInt.asIntN(limbs.length * 32, unsigned);
  const magnitude = `${digits < 0n ? -digits : digits}`.padStart(scale + 1, "0");
  return `${digits < 0n ? "-" : ""}${magnitude.slice(0, magnitude.length - scale)}${scale ? "." : ""}${magnitude.slice(magnitude.length - scale)}`;
}
