namespace PostModern.Arrow.Arrays;

/// <summary>Boxed CLR values to byte strings.</summary>
internal static class BytesConversion
{
    /// <summary>A Guid becomes its 16 bytes in the order of its text (RFC 9562), which is Arrow's uuid layout.</summary>
    public static ReadOnlySpan<byte> ToBytes(object value) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes.Span,
        Memory<byte> bytes => bytes.Span,
        ArraySegment<byte> bytes => bytes,
        Guid guid => guid.ToByteArray(bigEndian: true),
        _ => throw new InvalidCastException(),
    };
}
