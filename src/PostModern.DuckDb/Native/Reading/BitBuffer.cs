using PostModern.Arrow.Memory;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Collects bits, sixty-four at a time.</summary>
internal sealed class BitBuffer : IDisposable
{
    private readonly NativeBufferWriter _words = new(64);
    private ulong _pending;
    private int _pendingBits;

    /// <summary>Appends the low <paramref name="count"/> bits; the others must be zero.</summary>
    public void Append(ulong bits, int count)
    {
        _pending |= bits << _pendingBits;
        if (_pendingBits + count < 64)
        {
            _pendingBits += count;
            return;
        }

        _words.Append(_pending);
        // A shift by 64 is a shift by 0, so the whole word needs its own case.
        _pending = _pendingBits == 0 ? 0 : bits >> (64 - _pendingBits);
        _pendingBits = _pendingBits + count - 64;
    }

    /// <summary>Appends <paramref name="count"/> ones.</summary>
    public void AppendOnes(int count)
    {
        for (; count >= 64; count -= 64)
        {
            Append(ulong.MaxValue, 64);
        }

        Append((1UL << count) - 1, count);
    }

    /// <summary>Hands the bits over and starts empty.</summary>
    public NativeBuffer Build()
    {
        if (_pendingBits > 0)
        {
            _words.Append(_pending);
        }

        _pending = 0;
        _pendingBits = 0;
        return _words.Build();
    }

    public void Dispose() => _words.Dispose();
}
