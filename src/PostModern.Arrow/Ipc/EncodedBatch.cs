namespace PostModern.Arrow.Ipc;

/// <summary>A record or dictionary batch ready for the wire; the body is not copied: it borrows the batch's memory.</summary>
/// <param name="Header">The bare message, as in <c>FlightData.data_header</c>; its length is a multiple of 8.</param>
/// <param name="Body">Pieces to send one after another, padding included.</param>
/// <param name="BodyLength">Bytes in <paramref name="Body"/>: what the header announces, a multiple of 8.</param>
public sealed record EncodedBatch(ReadOnlyMemory<byte> Header, IReadOnlyList<ReadOnlyMemory<byte>> Body, long BodyLength);
