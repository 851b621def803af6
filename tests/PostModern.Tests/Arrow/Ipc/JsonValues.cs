using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Spells values as <c>node/print-stream.mjs</c> does.</summary>
internal static class JsonValues
{
    public static IEnumerable<JsonNode?> Of(Column column) => Enumerable.Range(0, column.Length).Select(row => Of(column, row));

    private static JsonNode? Of(Column column, int row)
    {
        if (column.IsNull(row))
        {
            return null;
        }

        return column.Type switch
        {
            DateType or TimeType or TimestampType or DurationType or IntervalType => Raw(column, row),
            DecimalType type => new BigInteger(Bytes(column, row, type.BitWidth / 8)).ToString(CultureInfo.InvariantCulture),
            ListType or FixedSizeListType => List(column.Children[0], column.GetRange(row)),
            StructType => new JsonArray([.. column.Children.Select(child => Of(child, column.Offset + row))]),
            MapType => Map(column, row),
            DictionaryType => Spell(ColumnValue.Get(column, row)),
            _ => Spell(ColumnValue.Get(column, row)),
        };
    }

    private static string Raw(Column column, int row) => Convert.ToHexStringLower(Bytes(column, row, TypeLayout.ByteWidth(column.Type)));

    private static ReadOnlySpan<byte> Bytes(Column column, int row, int width) => column.Buffers[0].Span.Slice((column.Offset + row) * width, width);

    private static JsonArray List(Column items, (int Start, int Length) range) =>
        new([.. Enumerable.Range(range.Start, range.Length).Select(row => Of(items, row))]);

    private static JsonArray Map(Column column, int row)
    {
        var entries = (List<KeyValuePair<object?, object?>>)ColumnValue.Get(column, row)!;
        return new JsonArray([.. entries.Select(entry => new JsonArray(Spell(entry.Key), Spell(entry.Value)))]);
    }

    private static JsonNode? Spell(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        string text => text,
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Half or float or double => BitConverter.DoubleToInt64Bits(Convert.ToDouble(value is Half half ? (float)half : value, CultureInfo.InvariantCulture)).ToString("x16", CultureInfo.InvariantCulture),
        object?[] items => new JsonArray([.. items.Select(Spell)]),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(value.GetType().Name),
    };
}
