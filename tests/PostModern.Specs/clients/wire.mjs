// What stands on the wire, seen without a gRPC library: trailers-only errors, refusals, deadlines, early ends, HTTP/1.1.
// Usage: node wire.mjs HOST PORT
import http from "node:http";
import { gzipSync } from "node:zlib";
import { descriptor, statement } from "./flight.mjs";
import { flightPath, frame, open, request } from "./http2.mjs";
import { print } from "./json.mjs";

const [host, port] = process.argv.slice(2);
const session = open(host, port);
const plan = (query) => Buffer.from(descriptor(statement(query)).serializeBinary());
const endless = "CREATE TEMPORARY TABLE never AS SELECT sum(a.range * b.range % 7) AS s FROM range(10000000) a, range(10000000) b";

const http1 = () =>
  new Promise((resolve) => {
    http.get({ host, port, path: "/" }, (response) => {
      let body = "";
      response.on("data", (data) => (body += data));
      response.on("end", () => resolve({ status: response.statusCode, body }));
    }).on("error", (error) => resolve({ error: error.message }));
  });

async function timed(timeout) {
  const start = Date.now();
  const { headers } = await request(session, `${flightPath}GetFlightInfo`, { headers: { "grpc-timeout": timeout }, body: frame(plan(endless)) });
  return { status: headers["grpc-status"], milliseconds: Date.now() - start };
}

const call = (method, options) => request(session, `${flightPath}${method}`, options);
print({
  unknownMethod: await call("NoSuchCall", { body: frame(Buffer.alloc(0)) }),
  wrongStatement: await call("GetFlightInfo", { body: frame(plan("SELEC 1")) }),
  plain: await call("GetFlightInfo", { body: frame(plan("SELECT 1")) }),
  spelledOut: await call("GetFlightInfo", { headers: { "content-type": "application/grpc+proto" }, body: frame(plan("SELECT 1")) }),
  compressed: await call("GetFlightInfo", { headers: { "grpc-encoding": "gzip" }, body: frame(gzipSync(plan("SELECT 1")), true) }),
  allowedToCompress: await call("GetFlightInfo", { headers: { "grpc-encoding": "gzip" }, body: frame(plan("SELECT 1")) }),
  unknownHeaders: await call("GetFlightInfo", { headers: { "x-anything": "1", database: "PostModern" }, body: frame(plan("SELECT 1")) }),
  unknownCatalog: await call("GetFlightInfo", { headers: { database: "nowhere" }, body: frame(plan("SELECT 1")) }),
  json: await request(session, "/", { headers: { "content-type": "application/json" }, body: Buffer.from("{}") }),
  grpcWeb: await call("GetFlightInfo", { headers: { "content-type": "application/grpc-web" } }),
  get: await request(session, "/", { headers: { ":method": "GET" } }),
  earlyEnd: await call("GetFlightInfo", { body: frame(plan("SELECT 1")), isOpen: true }),
  earlyError: await call("DoPut", { headers: { authorization: "Bearer wrong" }, isOpen: true }),
  milliseconds: await timed("300m"),
  microseconds: await timed("300000u"),
  nanoseconds: await timed("99999999n"),
  seconds: await timed("1S"),
  http1: await http1(),
});
session.close();
