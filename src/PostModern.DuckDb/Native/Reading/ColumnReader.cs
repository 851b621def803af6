using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Copies rows of DuckDB vectors into the buffers of one Arrow column: once per value, no staging.</summary>
/// <remarks>Vectors are flat (chunks are flattened by DuckDB before we see them), or constant with one row to read.</remarks>
/// <param name="type">The column's type.</param>
/// <param name="dictionary">What the values are indices into; the same instance for every batch. Null where they are not indices.</param>
internal abstract unsafe class ColumnReader(ArrowType type, Column? dictionary = null) : IDisposable
{
    private readonly ValidityReader _validity = new();

    public ArrowType Type { get; } = type;

    /// <summary>Rows so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of values so far, children included.</summary>
    public abstract long ByteCount { get; }

    /// <summary>The attached vector's validity; null when no row is null.</summary>
    protected ulong* Mask { get; private set; }

    /// <summary>Makes <paramref name="vector"/> the one that <see cref="Append"/> reads.</summary>
    public void Attach(nint vector)
    {
        Mask = NativeMethods.duckdb_vector_get_validity(vector);
        AttachValues(vector);
    }

    /// <summary>Appends <paramref name="count"/> rows of the attached vector, from row <paramref name="start"/> on.</summary>
    public void Append(int start, int count)
    {
        _validity.Append(Mask, start, count);
        AppendValues(start, count);
        Length += count;
    }

    /// <summary>Hands the buffers over to <paramref name="owner"/> and starts empty.</summary>
    public Column Build(NativeBufferSet owner)
    {
        var nulls = HasValidity ? _validity.NullCount : 0;
        var validity = _validity.Build();
        var column = new Column
        {
            Type = Type,
            Length = Length,
            NullCount = nulls,
            Validity = validity is null ? default : Keep(validity, owner, HasValidity),
            Buffers = BuildBuffers(owner),
            Children = BuildChildren(owner),
            Dictionary = dictionary,
        };
        Length = 0;
        return column;
    }

    public void Dispose()
    {
        _validity.Dispose();
        DisposeValues();
        GC.SuppressFinalize(this);
    }

    /// <summary>False for unions, whose nulls are in their children.</summary>
    protected virtual bool HasValidity => true;

    protected bool IsValid(int row) => Mask is null || (Mask[row >> 6] >> (row & 63) & 1) != 0;

    protected abstract void AttachValues(nint vector);

    protected abstract void AppendValues(int start, int count);

    protected abstract ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner);

    protected virtual ImmutableArray<Column> BuildChildren(NativeBufferSet owner) => [];

    protected abstract void DisposeValues();

    private static ReadOnlyMemory<byte> Keep(NativeBuffer buffer, NativeBufferSet owner, bool wanted)
    {
        owner.Add(buffer);
        return wanted ? buffer.Memory : default;
    }
}
