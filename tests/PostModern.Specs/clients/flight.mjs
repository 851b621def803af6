// Flight SQL by hand over @grpc/grpc-js: what the ready-made clients can't do, such as binding parameters to a prepared statement.
import { createRequire } from "node:module";
import grpc from "@grpc/grpc-js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import { Message, MessageReader, tableFromIPC, tableToIPC } from "apache-arrow";

const require = createRequire(import.meta.url);
const generated = "@gizmodata/gizmosql-client/dist/generated/proto/";
const services = require(`${generated}Flight_grpc_pb.js`);
export const flight = require(`${generated}Flight_pb.js`);
export const sql = require(`${generated}FlightSql_pb.js`);

export function connect(host, port, credentials = grpc.credentials.createInsecure(), options = {}) {
  return new services.FlightServiceClient(`${host}:${port}`, credentials, options);
}

/** Flight SQL messages travel inside google.protobuf.Any. */
export function pack(name, message) {
  const any = new anyMessages.Any();
  any.setTypeUrl(`type.googleapis.com/arrow.flight.protocol.sql.${name}`);
  any.setValue(message.serializeBinary());
  return any.serializeBinary();
}

export function unpack(type, bytes) {
  return type.deserializeBinary(anyMessages.Any.deserializeBinary(bytes).getValue_asU8());
}

export function descriptor(command) {
  const message = new flight.FlightDescriptor();
  message.setType(flight.FlightDescriptor.DescriptorType.CMD);
  message.setCmd(command);
  return message;
}

export function unary(client, method, request, metadata = new grpc.Metadata(), options = {}) {
  return new Promise((resolve, reject) =>
    client[method](request, metadata, options, (error, reply) => (error ? reject(error) : resolve(reply))),
  );
}

/** A SQL text as a command. */
export function statement(query) {
  const command = new sql.CommandStatementQuery();
  command.setQuery(query);
  return pack("CommandStatementQuery", command);
}

export async function action(client, type, body) {
  const request = new flight.Action();
  request.setType(type);
  request.setBody(body);
  return collect(client.doAction(request));
}

export async function collect(stream) {
  const messages = [];
  for await (const message of stream) {
    messages.push(message);
  }

  return messages;
}

/** Runs a command and reads its first endpoint's rows. */
export async function read(client, command, metadata = new grpc.Metadata(), options = {}) {
  const info = await unary(client, "getFlightInfo", descriptor(command), metadata, options);
  const messages = await collect(client.doGet(info.getEndpointList()[0].getTicket(), metadata, options));
  return tableFromIPC(messages.map(encapsulated));
}

/** Sends a table with a command and reads what the server answers. */
export async function put(client, command, table) {
  const call = client.doPut();
  const answer = collect(call);
  flightData(table).forEach((data, index) => {
    if (index === 0) {
      data.setFlightDescriptor(descriptor(command));
    }

    call.write(data);
  });
  call.end();
  return answer;
}

// A stream of encapsulated messages, taken apart into header and body.
function flightData(table) {
  const reader = new MessageReader(tableToIPC(table, "stream"));
  const messages = [];
  for (let message = reader.readMessage(); message; message = reader.readMessage()) {
    const data = new flight.FlightData();
    data.setDataHeader(Message.encode(message));
    data.setDataBody(reader.readMessageBody(message.bodyLength));
    messages.push(data);
  }

  return messages;
}

/** The message as it stands in a file or stream of its own. */
export function encapsulated(data) {
  const header = data.getDataHeader_asU8();
  const padded = (header.length + 7) & ~7;
  const bytes = Buffer.alloc(8 + padded + data.getDataBody_asU8().length);
  bytes.writeUInt32LE(0xffffffff, 0);
  bytes.writeInt32LE(padded, 4);
  bytes.set(header, 8);
  bytes.set(data.getDataBody_asU8(), 8 + padded);
  return bytes;
}
