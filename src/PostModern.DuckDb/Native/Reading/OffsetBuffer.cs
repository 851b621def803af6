using PostModern.Arrow.Memory;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Arrow's int32 offsets: a leading zero, then the end of each row.</summary>
internal sealed unsafe class OffsetBuffer : IDisposable
{
    private readonly ValueBuffer _values = new();

    /// <summary>Room for the ends of <paramref name="rows"/> rows, to be confirmed by <see cref="Advance"/>.</summary>
    public int* Reserve(int rows)
    {
        WriteLeadingZero();
        return (int*)_values.Reserve(checked(rows * sizeof(int)));
    }

    public void Advance(int rows) => _values.Advance(rows * sizeof(int));

    /// <summary>Hands the offsets over to <paramref name="owner"/> and starts empty.</summary>
    public ReadOnlyMemory<byte> Build(NativeBufferSet owner)
    {
        WriteLeadingZero();
        return _values.Build(owner);
    }

    public void Dispose() => _values.Dispose();

    private void WriteLeadingZero()
    {
        if (_values.Length == 0)
        {
            *(int*)_values.Reserve(sizeof(int)) = 0;
            _values.Advance(sizeof(int));
        }
    }
}
