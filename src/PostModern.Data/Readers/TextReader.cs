using System.Runtime.InteropServices;
using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Text: VARCHAR, ENUM, BIT, TIMETZ.</summary>
internal sealed class TextReader(Field field) : ColumnReader(field)
{
    private readonly bool _isWide = ((StringType)field.Type).OffsetBits == 64;
    private FixedValues<int> _offsets;
    private ReadOnlyMemory<byte> _bytes;
    private byte[]? _array;
    private int _start;
    private bool _isAscii;

    public override Type ClrType => typeof(string);

    public override void Load(Column column)
    {
        base.Load(column);
        if (_isWide || column.Length == 0)
        {
            return;
        }

        _offsets.Load(column.Buffers[0], column.Offset, column.Length + 1);
        _bytes = column.Buffers[1][.._offsets[column.Length]];
        (_array, _start) = MemoryMarshal.TryGetArray(_bytes, out var segment) ? (segment.Array, segment.Offset) : (null, 0);

        // Asked once for all rows: without it, each text is read twice, to count its characters and to make them.
        _isAscii = Ascii.IsValid(_bytes.Span[_offsets[0]..]);
    }

    public override object GetObject(int row) => GetString(row);

    public override string GetString(int row) => (_isAscii && !_isWide ? Encoding.Latin1 : Encoding.UTF8).GetString(GetSpan(row));

    public override ReadOnlySpan<byte> GetSpan(int row)
    {
        if (_isWide)
        {
            return Column.GetBytes(row);
        }

        var start = _offsets[row];
        var length = _offsets[row + 1] - start;
        return _array is { } array ? array.AsSpan(_start + start, length) : _bytes.Span.Slice(start, length);
    }

    public override object ConvertTo(int row, Type target)
    {
        if (target == typeof(char[]))
        {
            return GetString(row).ToCharArray();
        }

        // A CLR enum read from ENUM or VARCHAR goes by name, as Npgsql's mapped enums do.
        return target.IsEnum && Enum.TryParse(target, GetString(row), ignoreCase: true, out var member) ? member : base.ConvertTo(row, target);
    }
}
