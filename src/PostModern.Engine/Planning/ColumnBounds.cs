using System.Globalization;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>SQL over <c>pm_file_statistics</c> for what a column of a file can hold.</summary>
/// <param name="Min">The least value, or something below it; NULL when unknown.</param>
/// <param name="Max">The greatest value, or something above it.</param>
/// <param name="HasNulls">Whether there are NULLs.</param>
/// <param name="HasValues">Whether there is anything else.</param>
/// <param name="MayHideNaN">Whether NaN, which is greater than everything, may lie above <paramref name="Max"/>: not all writers count it.</param>
internal sealed record ColumnBounds(string Min, string Max, string HasNulls, string HasValues, bool MayHideNaN)
{
    // DuckDB reads JSON's fractions as DOUBLE.
    private const int ExactDigits = 15;

    /// <param name="snapshot">The version.</param>
    /// <param name="path">A column's name, and after it those of fields within it.</param>
    /// <returns>Null when no statistics can be trusted for it.</returns>
    public static ColumnBounds? Find(Snapshot snapshot, IReadOnlyList<string> path)
    {
        if (DeltaSchema.ColumnsOf(snapshot.Schema).FirstOrDefault(c => c.Name.Equals(path[0], StringComparison.OrdinalIgnoreCase)) is { } column
            && snapshot.PartitionColumns.Contains(column.Name))
        {
            return path.Count == 1 ? OfPartition(column) : null;
        }

        ArrowType? type = new StructType(snapshot.Schema.Fields);
        var pointer = "";
        foreach (var name in path)
        {
            var field = (type as StructType)?.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            type = field?.Type;
            pointer += field is null ? "" : Pointer(ColumnMapping.PhysicalName(field));
        }

        return type switch
        {
            IntType { IsSigned: true } or DecimalType { Precision: <= ExactDigits } or DateType or StringType => OfStatistics(type, pointer),
            TimestampType => OfStatistics(type, pointer) is var bounds ? bounds with { Max = $"{bounds.Max} + INTERVAL 1 MILLISECOND" } : null,
            FloatType { BitWidth: > 16 } => OfStatistics(type, pointer) with { MayHideNaN = true },
            _ => null,
        };
    }

    /// <returns>False when no value of the file compares so; null when that can't be told.</returns>
    public string? Compare(string comparison, string literal) => comparison switch
    {
        "=" => Contains(literal),
        "<" or "<=" => $"{HasValues} AND {Min} {comparison} {literal}",
        _ => MayHideNaN ? null : $"{HasValues} AND {Max} {comparison} {literal}",
    };

    public string? Contains(string? literal) => literal is null ? null : $"{HasValues} AND {Min} <= {literal} AND {Max} >= {literal}";

    /// <summary>Whether a text can begin like that.</summary>
    public string BeginsWith(string prefix)
    {
        var literal = SqlText.Literal(prefix);
        return $"{HasValues} AND {Max} >= {literal} AND substr({Min}, 1, {prefix.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture)}) <= {literal}";
    }

    private static ColumnBounds OfStatistics(ArrowType type, string pointer)
    {
        string Read(string kind) => $"statistics->>{SqlText.Literal($"/{kind}{pointer}")}";
        var name = DeltaSchema.ColumnsOf(new Schema(new Field("value", type)))[0].StorageType;
        return new ColumnBounds(
            $"TRY_CAST({Read("minValues")} AS {name})",
            $"TRY_CAST({Read("maxValues")} AS {name})",
            $"TRY_CAST({Read("nullCount")} AS BIGINT) > 0",
            $"TRY_CAST({Read("nullCount")} AS BIGINT) < TRY_CAST(statistics->>'/numRecords' AS BIGINT)",
            MayHideNaN: false);
    }

    /// <summary>All rows of a file have the same value there.</summary>
    private static ColumnBounds OfPartition(DeltaColumn column)
    {
        var text = $"nullif(partition->>{SqlText.Literal(Pointer(column.PhysicalName))}, '')";
        var value = PartitionText.Parse(text, column);
        return new ColumnBounds(value, value, $"{text} IS NULL", $"{text} IS NOT NULL", MayHideNaN: false);
    }

    private static string Pointer(string name) =>
        "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
