using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>VARCHAR and BLOB: offsets first, then the bytes in one run.</summary>
internal sealed unsafe class TextReader(ArrowType type) : ColumnReader(type)
{
    // Short copies write whole machine words past their end.
    private const int Slack = 32;

    private readonly OffsetBuffer _offsets = new();
    private readonly ValueBuffer _bytes = new();
    private NativeText* _data;

    public override long ByteCount => _bytes.Length + (4L * Length);

    protected override void AttachValues(nint vector) => _data = (NativeText*)NativeMethods.duckdb_vector_get_data(vector);

    protected override void AppendValues(int start, int count)
    {
        var offsets = _offsets.Reserve(count);
        var total = Measure(_data + start, start, count, offsets);
        if (total > Array.MaxLength - Slack)
        {
            throw new ServerException(
                ErrorCode.ResourceExhausted, $"{count} rows of one column hold {total} bytes; a batch can carry 2 GiB of a column.");
        }

        Copy(_data + start, offsets, count, _bytes.Reserve((int)total - _bytes.Length + Slack));
        _bytes.Advance((int)total - _bytes.Length);
        _offsets.Advance(count);
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) =>
        [_offsets.Build(owner), _bytes.Build(owner)];

    protected override void DisposeValues()
    {
        _offsets.Dispose();
        _bytes.Dispose();
    }

    private long Measure(NativeText* texts, int start, int count, int* offsets)
    {
        long total = _bytes.Length;
        if (Mask is null)
        {
            for (var i = 0; i < count; i++)
            {
                total += texts[i].Length;
                offsets[i] = (int)total;
            }

            return total;
        }

        for (var i = 0; i < count; i++)
        {
            total += IsValid(start + i) ? texts[i].Length : 0;
            offsets[i] = (int)total;
        }

        return total;
    }

    private void Copy(NativeText* texts, int* offsets, int count, byte* target)
    {
        var previous = _bytes.Length;
        for (var i = 0; i < count; i++)
        {
            var length = offsets[i] - previous;
            previous = offsets[i];
            if (length <= NativeText.InlineLength)
            {
                // Twelve bytes whatever the length: the next text overwrites the rest.
                *(ulong*)target = *(ulong*)texts[i].Inline;
                *(uint*)(target + 8) = *(uint*)(texts[i].Inline + 8);
            }
            else
            {
                CopyLong(texts[i].Pointer, target, length);
            }

            target += length;
        }
    }

    private static void CopyLong(byte* source, byte* target, int length)
    {
        switch (length)
        {
            case <= 16:
                var end = *(ulong*)(source + length - 8);
                *(ulong*)target = *(ulong*)source;
                *(ulong*)(target + length - 8) = end;
                break;
            case <= 32:
                var last = Vector128.Load(source + length - 16);
                Vector128.Store(Vector128.Load(source), target);
                Vector128.Store(last, target + length - 16);
                break;
            default:
                Buffer.MemoryCopy(source, target, length, length);
                break;
        }
    }
}
