namespace PostModern.Data.Readers;

/// <summary>GetBytes and GetChars: a piece of a value into a caller's buffer.</summary>
internal static class Chunk
{
    /// <returns>The elements copied; without a buffer, the value's length.</returns>
    public static long Copy<T>(ReadOnlySpan<T> value, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
        {
            return value.Length;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(bufferOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bufferOffset, buffer.Length);
        if (length > buffer.Length - bufferOffset)
        {
            throw new ArgumentException($"{length} elements from {bufferOffset} on don't fit into a buffer of {buffer.Length}.", nameof(length));
        }

        if (offset >= value.Length)
        {
            return 0;
        }

        var piece = value[(int)offset..];
        piece = piece[..Math.Min(length, piece.Length)];
        piece.CopyTo(buffer.AsSpan(bufferOffset));
        return piece.Length;
    }

    /// <inheritdoc cref="Copy{T}" />
    public static long Copy(string value, long offset, char[]? buffer, int bufferOffset, int length) =>
        Copy(value.AsSpan(), offset, buffer, bufferOffset, length);
}
