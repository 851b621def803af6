using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.CData;

/// <summary>The C data interface's format strings to types.</summary>
internal static class FormatReader
{
    private const string UnitLetters = "smun";

    /// <param name="format">As the producer wrote it.</param>
    /// <param name="children">The schema's children, imported.</param>
    /// <param name="flags">The schema's flags.</param>
    /// <exception cref="ServerException">Unsupported: an unknown format.</exception>
    public static ArrowType Read(string format, FieldList children, SchemaFlags flags) => format switch
    {
        "n" => ArrowTypes.Null,
        "b" => ArrowTypes.Boolean,
        "c" => ArrowTypes.Int8,
        "s" => ArrowTypes.Int16,
        "i" => ArrowTypes.Int32,
        "l" => ArrowTypes.Int64,
        "C" => ArrowTypes.UInt8,
        "S" => ArrowTypes.UInt16,
        "I" => ArrowTypes.UInt32,
        "L" => ArrowTypes.UInt64,
        "e" => ArrowTypes.Float16,
        "f" => ArrowTypes.Float32,
        "g" => ArrowTypes.Float64,
        "u" => ArrowTypes.Utf8,
        "U" => new StringType(64),
        "z" => ArrowTypes.Binary,
        "Z" => new BinaryType(64),
        ['d', ':', .. var numbers] => ReadDecimal(format, numbers),
        ['w', ':', .. var width] => new FixedSizeBinaryType(ReadNumber(format, width)),
        ['t', .. var rest] => ReadTemporal(format, rest),
        ['+', .. var rest] => ReadNested(format, rest, children, flags),
        _ => throw Unknown(format),
    };

    private static ArrowType ReadTemporal(string format, string rest) => rest switch
    {
        "dD" => ArrowTypes.Date32,
        "dm" => new DateType(DateUnit.Millisecond),
        ['t', var unit] => new TimeType(ReadUnit(format, unit)),
        ['D', var unit] => new DurationType(ReadUnit(format, unit)),
        ['s', var unit, ':', .. var zone] => new TimestampType(ReadUnit(format, unit), zone.Length == 0 ? null : zone),
        "iM" => new IntervalType(IntervalUnit.YearMonth),
        "iD" => new IntervalType(IntervalUnit.DayTime),
        "in" => new IntervalType(IntervalUnit.MonthDayNano),
        _ => throw Unknown(format),
    };

    private static ArrowType ReadNested(string format, string rest, FieldList children, SchemaFlags flags) => rest switch
    {
        "s" => new StructType(children),
        "l" when children.Count == 1 => new ListType(children[0]),
        "L" when children.Count == 1 => new ListType(children[0], 64),
        "m" when children is [{ Type: StructType { Fields.Count: 2 } }] => new MapType(children[0], flags.HasFlag(SchemaFlags.MapKeysSorted)),
        ['w', ':', .. var size] when children.Count == 1 => new FixedSizeListType(children[0], ReadNumber(format, size)),
        ['u', 'd', ':', .. var ids] => ReadUnion(format, true, children, ids),
        ['u', 's', ':', .. var ids] => ReadUnion(format, false, children, ids),
        _ => throw Unknown(format),
    };

    private static UnionType ReadUnion(string format, bool isDense, FieldList children, string ids)
    {
        int[] codes = ids.Length == 0 ? [] : [.. ids.Split(',').Select(id => ReadNumber(format, id))];
        return codes.Length == children.Count ? new UnionType(isDense, children, [.. codes]) : throw Unknown(format);
    }

    private static DecimalType ReadDecimal(string format, string numbers) => numbers.Split(',') switch
    {
        [var precision, var scale] => new DecimalType(ReadNumber(format, precision), ReadNumber(format, scale)),
        [var precision, var scale, var bits] => new DecimalType(ReadNumber(format, precision), ReadNumber(format, scale), ReadNumber(format, bits)),
        _ => throw Unknown(format),
    };

    private static TimeUnit ReadUnit(string format, char letter) =>
        UnitLetters.IndexOf(letter, StringComparison.Ordinal) is var unit and >= 0 ? (TimeUnit)unit : throw Unknown(format);

    private static int ReadNumber(string format, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown(format);

    private static ServerException Unknown(string format) =>
        new(ErrorCode.Unsupported, $"The Arrow C data format '{format}' is not supported.");
}
