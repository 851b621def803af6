// Bare HTTP/2, to see frames that a gRPC library hides.
import http2 from "node:http2";

export const flightPath = "/arrow.flight.protocol.FlightService/";

export function open(host, port) {
  return http2.connect(`http://${host}:${port}`);
}

/** One gRPC message: a byte that says whether it is compressed, its length, its bytes. */
export function frame(bytes, isCompressed = false) {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(isCompressed ? 1 : 0, 0);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

/**
 * One request. Resolves when the stream is closed, with what came and how it ended.
 * `isOpen` leaves our side of the stream open, as a client that is still sending does.
 */
export function request(session, path, { headers = {}, body, isOpen = false } = {}) {
  return new Promise((resolve, reject) => {
    const seen = { length: 0 };
    const stream = session.request(
      { ":method": "POST", ":path": path, "content-type": "application/grpc", te: "trailers", ...headers },
      { endStream: false },
    );
    stream.on("response", (received, flags) => Object.assign(seen, { headers: { ...received }, isTrailersOnly: (flags & 1) === 1 }));
    stream.on("trailers", (received) => (seen.trailers = { ...received }));
    stream.on("data", (data) => (seen.length += data.length));
    stream.on("error", reject);
    stream.on("close", () => resolve({ ...seen, resetCode: stream.rstCode }));
    if (body) {
      stream.write(body);
    }

    if (!isOpen) {
      stream.end();
    }
  });
}
