using System.Collections.Immutable;
using System.Text;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Types that Arrow lacks, written as text, a value at a time.</summary>
internal abstract unsafe class FormattingReader() : ColumnReader(ArrowTypes.Utf8)
{
    private readonly OffsetBuffer _offsets = new();
    private readonly ValueBuffer _bytes = new();

    public override long ByteCount => _bytes.Length + (4L * Length);

    /// <summary>The attached vector's values.</summary>
    protected void* Data { get; private set; }

    /// <summary>Writes the text of a row that is not null.</summary>
    protected abstract void Format(int row);

    protected override void AttachValues(nint vector) => Data = NativeMethods.duckdb_vector_get_data(vector);

    protected override void AppendValues(int start, int count)
    {
        for (var row = start; row < start + count; row++)
        {
            if (IsValid(row))
            {
                Format(row);
            }

            *_offsets.Reserve(1) = _bytes.Length;
            _offsets.Advance(1);
        }
    }

    /// <summary>Appends utf-8 bytes to the current row.</summary>
    protected void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(new Span<byte>(_bytes.Reserve(text.Length + 1), text.Length));
        _bytes.Advance(text.Length);
    }

    /// <summary>Appends to the current row.</summary>
    protected void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) =>
        [_offsets.Build(owner), _bytes.Build(owner)];

    protected override void DisposeValues()
    {
        _offsets.Dispose();
        _bytes.Dispose();
    }
}
