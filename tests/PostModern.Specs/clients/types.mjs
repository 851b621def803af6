// Reads one value of each type as apache-arrow understands it, and compares the advertised schema with the stream's, byte by byte.
// Usage: node types.mjs HOST PORT SQL...   Each SQL gives one column.
import grpc from "@grpc/grpc-js";
import { action, collect, connect, descriptor, encapsulated, pack, sql, statement, unary, unpack } from "./flight.mjs";
import { attempt, print } from "./json.mjs";
import { DataType, tableFromIPC } from "apache-arrow";

const [host, port, ...queries] = process.argv.slice(2);
const client = connect(host, port);
const metadata = new grpc.Metadata();

async function prepare(query) {
  const request = new sql.ActionCreatePreparedStatementRequest();
  request.setQuery(query);
  const [reply] = await action(client, "CreatePreparedStatement", pack("ActionCreatePreparedStatementRequest", request));
  return unpack(sql.ActionCreatePreparedStatementResult, reply.getBody_asU8());
}

// apache-arrow gives the raw numbers of what JavaScript has no type for: exact, and simple to compare.
function plain(value, type) {
  if (value === null || value === undefined) {
    return null;
  }

  if (DataType.isDictionary(type)) {
    return plain(value, type.dictionary);
  }

  if (DataType.isUnion(type)) {
    return typeof value === "bigint" ? `${value}` : value;
  }

  if (DataType.isDecimal(type)) {
    return `${integer(value)}`;
  }

  if (DataType.isInterval(type)) {
    const view = new DataView(value.buffer, value.byteOffset);
    return [view.getInt32(0, true), view.getInt32(4, true), `${view.getBigInt64(8, true)}`];
  }

  if (DataType.isBinary(type)) {
    return Buffer.from(value).toString("hex");
  }

  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    return [...Array(value.length).keys()].map((i) => plain(value.get(i), type.children[0].type));
  }

  if (DataType.isMap(type)) {
    const [key, item] = type.children[0].type.children;
    return [...value].map(([k, v]) => [plain(k, key.type), plain(v, item.type)]);
  }

  if (DataType.isStruct(type)) {
    return Object.fromEntries(type.children.map((child) => [child.name, plain(value[child.name], child.type)]));
  }

  return typeof value === "number" && !Number.isFinite(value) ? `${value}` : typeof value === "bigint" ? `${value}` : value;
}

// Little-endian words, two's complement.
function integer(words) {
  const number = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word >>> 0), 0n);
  return BigInt.asIntN(words.length * 32, number);
}

async function ask(query) {
  const info = await unary(client, "getFlightInfo", descriptor(statement(query)), metadata);
  const messages = await collect(client.doGet(info.getEndpointList()[0].getTicket(), metadata));
  const table = tableFromIPC(messages.map(encapsulated));
  const [field] = table.schema.fields;
  const column = table.getChildAt(0);
  const sent = encapsulated(messages[0]);
  const same = (bytes) => Buffer.compare(Buffer.from(bytes), sent) === 0;
  return {
    type: `${field.type}`,
    name: field.metadata.get("ARROW:FLIGHT:SQL:TYPE_NAME"),
    isAsAdvertised: same(info.getSchema_asU8()) && same((await prepare(query)).getDatasetSchema_asU8()),
    values: [...Array(table.numRows).keys()].map((i) => plain(column.get(i), field.type)),
  };
}

const answers = [];
for (const query of queries) {
  answers.push(await attempt(ask(query)));
}

print(answers);
client.close();
