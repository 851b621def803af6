using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Compares columns with the JSON that the Arrow project keeps beside its golden files.</summary>
/// <remarks>Arrow, "Integration testing", JSON test data format.</remarks>
/// <param name="dictionaries">The file's dictionaries by id, each a column.</param>
internal sealed class GoldenColumn(IReadOnlyDictionary<long, JsonNode> dictionaries)
{
    /// <summary>Fails with the column's path when a row differs.</summary>
    public void AssertSame(Column column, JsonNode field, JsonNode golden, string path)
    {
        Assert.True(column.Length == golden["count"]!.GetValue<int>(), $"{path}: {column.Length} rows instead of {golden["count"]}");
        for (var row = 0; row < column.Length; row++)
        {
            var (expected, actual) = (Spell(field, golden, row), Spell(column, row));
            Assert.True(expected == actual, $"{path}, row {row} of type {column.Type}: {actual} instead of {expected}");
        }
    }

    private string Spell(JsonNode field, JsonNode golden, int row)
    {
        if (golden["VALIDITY"]?[row]!.GetValue<int>() == 0 || TypeOf(field) == "null")
        {
            return "null";
        }

        if (field["dictionary"] is { } encoding)
        {
            return Spell(Plain(field), dictionaries[Number(encoding["id"]!)], (int)Number(golden["DATA"]![row]!));
        }

        return TypeOf(field) switch
        {
            "list" or "largelist" or "map" => Items(field, golden, (int)Number(golden["OFFSET"]![row]!), (int)Number(golden["OFFSET"]![row + 1]!)),
            "fixedsizelist" => field["type"]!["listSize"]!.GetValue<int>() is var size ? Items(field, golden, row * size, (row + 1) * size) : "",
            "struct" => $"{{{string.Join(',', field["children"]!.AsArray().Select((child, i) => Spell(child!, golden["children"]![i]!, row)))}}}",
            "union" => Alternative(field, golden, row),
            "utf8view" or "binaryview" => View(golden, golden["VIEWS"]![row]!, TypeOf(field) == "utf8view"),
            "floatingpoint" => golden["DATA"]![row]!.GetValue<double>().ToString("G7", CultureInfo.InvariantCulture),
            "bool" => golden["DATA"]![row]!.ToString() is "1" or "true" ? "1" : "0",
            "interval" when golden["DATA"]![row] is JsonObject parts => string.Join(' ', parts.Select(part => part.Value!.ToString())),
            _ => golden["DATA"]![row]!.ToString(),
        };
    }

    private string Items(JsonNode field, JsonNode golden, int start, int end) =>
        $"[{string.Join(',', Enumerable.Range(start, end - start).Select(item => Spell(field["children"]![0]!, golden["children"]![0]!, item)))}]";

    private string Alternative(JsonNode field, JsonNode golden, int row)
    {
        var codes = field["type"]!["typeIds"]!.AsArray().Select(code => code!.GetValue<int>()).ToList();
        var chosen = codes.IndexOf(golden["TYPE_ID"]![row]!.GetValue<int>());
        return Spell(field["children"]![chosen]!, golden["children"]![chosen]!, golden["OFFSET"] is { } offsets ? (int)Number(offsets[row]!) : row);
    }

    private static string View(JsonNode golden, JsonNode view, bool isText)
    {
        if (view["INLINED"] is { } inlined)
        {
            return inlined.GetValue<string>();
        }

        var bytes = Convert.FromHexString(golden["VARIADIC_DATA_BUFFERS"]![view["BUFFER_INDEX"]!.GetValue<int>()]!.GetValue<string>())
            .AsSpan(view["OFFSET"]!.GetValue<int>(), view["SIZE"]!.GetValue<int>());
        return isText ? System.Text.Encoding.UTF8.GetString(bytes) : Convert.ToHexString(bytes);
    }

    private static string Spell(Column column, int row)
    {
        if (column.IsNull(row))
        {
            return "null";
        }

        var (start, length) = column.Type is ListType or MapType or FixedSizeListType ? column.GetRange(row) : (0, 0);
        return column.Type switch
        {
            ListType or MapType or FixedSizeListType => $"[{string.Join(',', Enumerable.Range(start, length).Select(item => Spell(column.Children[0], item)))}]",
            StructType => $"{{{string.Join(',', column.Children.Select(child => Spell(child, column.Offset + row)))}}}",
            DictionaryType type => Spell(column.Dictionary!, (int)ColumnValue.ReadInteger(column, type.Index, row)),
            UnionType union => Alternative(column, union, row),
            BooleanType => column.GetBoolean(row) ? "1" : "0",
            StringType => column.GetString(row)!,
            BinaryType or FixedSizeBinaryType => Convert.ToHexString(column.GetBytes(row)),
            FloatType => Convert.ToDouble(ColumnValue.Get(column, row) is Half half ? (float)half : ColumnValue.Get(column, row), CultureInfo.InvariantCulture).ToString("G7", CultureInfo.InvariantCulture),
            IntType => ((IFormattable)ColumnValue.Get(column, row)!).ToString(null, CultureInfo.InvariantCulture),
            IntervalType { Unit: IntervalUnit.DayTime } => ColumnValue.Read<DayTime>(column, row) is var (days, milliseconds) ? $"{days} {milliseconds}" : "",
            IntervalType { Unit: IntervalUnit.MonthDayNano } => ColumnValue.Read<MonthDayNano>(column, row) is var (months, days, nanoseconds) ? $"{months} {days} {nanoseconds}" : "",
            _ => new BigInteger(column.Buffers[0].Span.Slice((column.Offset + row) * TypeLayout.ByteWidth(column.Type), TypeLayout.ByteWidth(column.Type))).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Alternative(Column column, UnionType type, int row)
    {
        var chosen = type.TypeIds.ToList().IndexOf(column.Buffers[0].Span[column.Offset + row]);
        var at = type.IsDense ? BitConverter.ToInt32(column.Buffers[1].Span[((column.Offset + row) * sizeof(int))..]) : column.Offset + row;
        return Spell(column.Children[chosen], at);
    }

    private static string TypeOf(JsonNode field) => field["type"]!["name"]!.GetValue<string>();

    private static long Number(JsonNode node) => long.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static JsonObject Plain(JsonNode field)
    {
        var plain = field.DeepClone().AsObject();
        plain.Remove("dictionary");
        return plain;
    }
}
