// What a failed statement tells: status, text, and google.rpc.Status with ErrorInfo, decoded here by its field numbers.
// Usage: node errors.mjs HOST PORT SQL...
import grpc from "@grpc/grpc-js";
import jspb from "google-protobuf";
import { connect, read, statement } from "./flight.mjs";
import { print, rows } from "./json.mjs";

const [host, port, ...statements] = process.argv.slice(2);
const client = connect(host, port);

/** A message's fields by number, each the list of its values: numbers, or bytes. */
function fields(bytes) {
  const reader = new jspb.BinaryReader(bytes);
  const found = {};
  while (reader.nextField()) {
    const isNumber = reader.getWireType() === 0;
    (found[reader.getFieldNumber()] ??= []).push(isNumber ? reader.readInt32() : reader.readBytes());
  }

  return found;
}

const text = (bytes) => Buffer.from(bytes).toString("utf8");

function details(metadata) {
  const [bytes] = metadata.get("grpc-status-details-bin");
  const status = fields(bytes);
  const any = fields(status[3][0]);
  const info = fields(any[2][0]);
  const entries = (info[3] ?? []).map((entry) => fields(entry)).map((entry) => [text(entry[1][0]), text(entry[2][0])]);
  return {
    code: status[1][0],
    message: text(status[2][0]),
    type: text(any[1][0]),
    reason: text(info[1][0]),
    domain: text(info[2][0]),
    metadata: Object.fromEntries(entries),
  };
}

const answers = [];
for (const sql of statements) {
  answers.push(
    await read(client, statement(sql)).then(rows, (error) => ({
      code: error.code,
      name: grpc.status[error.code],
      message: error.details,
      details: details(error.metadata),
    })),
  );
}

print(answers);
client.close();
