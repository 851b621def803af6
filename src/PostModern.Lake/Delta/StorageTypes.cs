using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>The Delta type that stands for each column type, as the Arrow type of the same values.</summary>
/// <remarks>
/// Where Delta has no such type, the nearest that loses nothing is taken: wider integers, or text. The column's own type is kept
/// beside it (see <see cref="DeltaColumn"/>), so that our reader gives it back.
/// </remarks>
internal static class StorageTypes
{
    private const int DeltaDecimalDigits = 38;

    /// <exception cref="ServerException">Unsupported: no Delta type can hold it.</exception>
    public static ArrowType Of(Field field) => Of(field.Type, field.Name);

    private static ArrowType Of(ArrowType type, string column) => type switch
    {
        NullType => ArrowTypes.Int32, // what DuckDB makes of a column of untyped NULLs
        BooleanType or DateType { Unit: DateUnit.Day } or FloatType { BitWidth: > 16 } or IntType { IsSigned: true } => type,
        IntType { BitWidth: 64 } => new DecimalType(20, 0),
        IntType { BitWidth: var width } => new IntType(width * 2, true),
        FloatType => ArrowTypes.Float32,
        DecimalType { Precision: <= DeltaDecimalDigits } number => number with { BitWidth = 128 },
        DateType => ArrowTypes.Date32,
        BinaryType or FixedSizeBinaryType => ArrowTypes.Binary,
        TimestampType { Unit: not TimeUnit.Nanosecond, Timezone: var zone } => zone is null ? ArrowTypes.Timestamp : ArrowTypes.TimestampUtc,
        StringType or TimeType or TimestampType or IntervalType or DecimalType { Scale: 0 } => ArrowTypes.Utf8,
        DictionaryType dictionary => Of(dictionary.Value, column),
        ListType list => new ListType(Child(list.Item, column)),
        FixedSizeListType list => new ListType(Child(list.Item, column)),
        StructType { Fields.Count: > 0 } fields => new StructType(fields.Fields.Select(f => Child(f, column))),
        MapType { Entries.Type: StructType entries } => Map(entries, column),
        _ => throw new ServerException(
            ErrorCode.Unsupported,
            $"Column '{column}' has a type that a dataset can't store ({type.GetType().Name}). Cast it, for example to VARCHAR."),
    };

    private static Field Child(Field field, string column) => new(field.Name, Of(field.Type, column), field.IsNullable) { Metadata = ColumnMapping.NamesOf(field) };

    private static MapType Map(StructType entries, string column) =>
        new(Of(entries.Fields[0].Type, column), Of(entries.Fields[1].Type, column));
}
