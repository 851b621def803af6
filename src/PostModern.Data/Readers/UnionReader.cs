using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Unions: each row is read as its own alternative.</summary>
internal sealed class UnionReader : IndirectReader
{
    private readonly UnionType _type;
    private readonly ColumnReader[] _alternatives;

    public UnionReader(Field field)
        : base(field)
    {
        _type = (UnionType)field.Type;
        _alternatives = [.. _type.Fields.Select(ColumnReaders.For)];
    }

    public override Type ClrType => typeof(object);

    public override void Load(Column column)
    {
        base.Load(column);
        for (var i = 0; i < _alternatives.Length; i++)
        {
            _alternatives[i].Load(column.Children[i]);
        }
    }

    protected override (ColumnReader Reader, int Row) Locate(int row)
    {
        var at = Column.Offset + row;
        var code = (sbyte)Column.Buffers[0].Span[at];
        for (var i = 0; i < _alternatives.Length; i++)
        {
            if (_type.TypeIds[i] == code)
            {
                return (_alternatives[i], _type.IsDense ? MemoryMarshal.Cast<byte, int>(Column.Buffers[1].Span)[at] : at);
            }
        }

        throw new InvalidDataException($"Column '{Field.Name}' has a row of union type {code}, which its schema doesn't list.");
    }
}
