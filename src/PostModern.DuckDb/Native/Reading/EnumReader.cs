using System.Text;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>ENUM: an index of one, two or four bytes into the labels.</summary>
internal sealed unsafe class EnumReader(DuckDbTypeId storage, IEnumerable<string> labels) : FormattingReader
{
    private readonly byte[][] _labels = [.. labels.Select(Encoding.UTF8.GetBytes)];

    protected override void Format(int row) => Write(_labels[Index(row)]);

    private uint Index(int row) => storage switch
    {
        DuckDbTypeId.UTinyInt => ((byte*)Data)[row],
        DuckDbTypeId.USmallInt => ((ushort*)Data)[row],
        _ => ((uint*)Data)[row],
    };
}
