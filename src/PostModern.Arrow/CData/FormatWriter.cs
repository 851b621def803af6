using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.CData;

/// <summary>Types to the C data interface's format strings.</summary>
internal static class FormatWriter
{
    private const string UnitLetters = "smun";

    /// <summary>The format; that of its index for a dictionary type.</summary>
    public static string Write(ArrowType type) => type switch
    {
        NullType => "n",
        BooleanType => "b",
        IntType number => WriteInt(number),
        FloatType { BitWidth: 16 } => "e",
        FloatType { BitWidth: 32 } => "f",
        FloatType => "g",
        DecimalType { BitWidth: 128 } number => Text($"d:{number.Precision},{number.Scale}"),
        DecimalType number => Text($"d:{number.Precision},{number.Scale},{number.BitWidth}"),
        StringType text => text.OffsetBits == 64 ? "U" : "u",
        BinaryType binary => binary.OffsetBits == 64 ? "Z" : "z",
        FixedSizeBinaryType binary => Text($"w:{binary.ByteWidth}"),
        DictionaryType dictionary => Write(dictionary.Index),
        ListType or FixedSizeListType or StructType or MapType or UnionType => WriteNested(type),
        _ => WriteTemporal(type),
    };

    private static string WriteInt(IntType type)
    {
        var letter = type.BitWidth switch
        {
            8 => "c",
            16 => "s",
            32 => "i",
            _ => "l",
        };
        return type.IsSigned ? letter : letter.ToUpperInvariant();
    }

    private static string WriteTemporal(ArrowType type) => type switch
    {
        DateType { Unit: DateUnit.Day } => "tdD",
        DateType => "tdm",
        TimeType time => $"tt{UnitLetters[(int)time.Unit]}",
        TimestampType timestamp => $"ts{UnitLetters[(int)timestamp.Unit]}:{timestamp.Timezone}",
        DurationType duration => $"tD{UnitLetters[(int)duration.Unit]}",
        IntervalType { Unit: IntervalUnit.YearMonth } => "tiM",
        IntervalType { Unit: IntervalUnit.DayTime } => "tiD",
        IntervalType => "tin",
        _ => throw new ServerException(ErrorCode.Unsupported, $"Type {type} can't be exported."),
    };

    private static string WriteNested(ArrowType type) => type switch
    {
        ListType list => list.OffsetBits == 64 ? "+L" : "+l",
        FixedSizeListType list => Text($"+w:{list.Size}"),
        MapType => "+m",
        UnionType union => $"+u{(union.IsDense ? 'd' : 's')}:{string.Join(',', union.TypeIds)}",
        _ => "+s",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
