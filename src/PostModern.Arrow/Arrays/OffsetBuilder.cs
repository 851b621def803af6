using PostModern.Arrow.Errors;

namespace PostModern.Arrow.Arrays;

/// <summary>The offsets buffer of strings, binary, lists and maps: rows + 1 entries of 32 or 64 bits, the first 0.</summary>
internal sealed class OffsetBuilder
{
    private readonly GrowableBuffer _offsets = new();
    private readonly bool _wide;

    public OffsetBuilder(int offsetBits)
    {
        _wide = offsetBits == 64;
        Append(0);
    }

    /// <summary>The end of the last row.</summary>
    public int Last { get; private set; }

    public void Append(int end)
    {
        if (_wide)
        {
            _offsets.Append((long)end);
        }
        else
        {
            _offsets.Append(end);
        }

        Last = end;
    }

    /// <summary>Adds <paramref name="added"/> to the last end.</summary>
    /// <exception cref="ServerException">ResourceExhausted: the column would pass 2 GiB.</exception>
    public void AppendLength(int added)
    {
        if (added > int.MaxValue - Last)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, "A column of one batch is larger than 2 GiB; send fewer rows a batch.");
        }

        Append(Last + added);
    }

    /// <summary>Hands the offsets over and starts again at 0.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var taken = _offsets.Take();
        Append(0);
        return taken;
    }
}
