namespace PostModern.Arrow.Arrays;

/// <summary>Collects validity bits; allocates only once a null turns up, because most columns have none.</summary>
internal sealed class ValidityBuilder
{
    private byte[]? _bits;

    /// <summary>Rows so far.</summary>
    public int Length { get; private set; }

    public int NullCount { get; private set; }

    public void AppendValid()
    {
        if (_bits is not null)
        {
            EnsureCapacity(Length + 1);
            BitMap.Set(_bits, Length);
        }

        Length++;
    }

    public void AppendValid(int count)
    {
        if (_bits is null)
        {
            Length += count;
            return;
        }

        for (var i = 0; i < count; i++)
        {
            AppendValid();
        }
    }

    public void AppendNull()
    {
        if (_bits is null)
        {
            _bits = new byte[Math.Max(16, 2 * BitMap.ByteCount(Length + 1))];
            BitMap.SetRange(_bits, 0, Length);
        }

        EnsureCapacity(Length + 1);
        Length++;
        NullCount++;
    }

    /// <summary>The bits (empty when there is no null) and how many are 0; starts empty again.</summary>
    public (ReadOnlyMemory<byte> Bits, int NullCount) Take()
    {
        var taken = (_bits is null ? ReadOnlyMemory<byte>.Empty : _bits.AsMemory(0, BitMap.ByteCount(Length)), NullCount);
        _bits = null;
        Length = 0;
        NullCount = 0;
        return taken;
    }

    private void EnsureCapacity(int bits)
    {
        if (BitMap.ByteCount(bits) > _bits!.Length)
        {
            Array.Resize(ref _bits, 2 * _bits.Length);
        }
    }
}
