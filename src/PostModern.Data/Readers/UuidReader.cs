using System.Buffers.Text;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>UUIDs, which travel as text (or as 16 big-endian bytes from other servers).</summary>
internal sealed class UuidReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(Guid);

    public override object GetObject(int row) => GetGuid(row);

    public override Guid GetGuid(int row)
    {
        var bytes = Column.GetBytes(row);
        if (Field.Type is FixedSizeBinaryType)
        {
            return new Guid(bytes, bigEndian: true);
        }

        return Utf8Parser.TryParse(bytes, out Guid value, out var consumed) && consumed == bytes.Length ? value : throw Mismatch(typeof(Guid));
    }
}
