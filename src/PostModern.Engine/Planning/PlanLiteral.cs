using System.Globalization;
using System.Numerics;
using System.Text.Json;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Constants of a serialized plan as SQL.</summary>
internal static class PlanLiteral
{
    /// <returns>Null when the expression is no constant, or one of a type that isn't compared with statistics.</returns>
    public static string? Of(JsonElement expression) => Constant(expression) is { } value ? OfValue(value) : null;

    /// <summary>A constant text itself.</summary>
    public static string? TextOf(JsonElement expression) =>
        Constant(expression) is { } value && OfValue(value) is not null && value.GetProperty("value") is { ValueKind: JsonValueKind.String } text
            ? text.GetString()
            : null;

    /// <param name="value">DuckDB's value, in the form in which it is kept in memory.</param>
    public static string? OfValue(JsonElement value)
    {
        var type = value.GetProperty("type");
        if (value.GetProperty("is_null").GetBoolean())
        {
            return null;
        }

        var content = value.GetProperty("value");
        return type.GetProperty("id").GetString() switch
        {
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" => Whole(content).ToString(CultureInfo.InvariantCulture),
            "DECIMAL" => Decimal(Whole(content), type.GetProperty("type_info").GetProperty("scale").GetInt32()),
            "FLOAT" or "DOUBLE" when content.ValueKind == JsonValueKind.Number => $"CAST({content.GetRawText()} AS DOUBLE)",
            // DuckDB's texts may hold the character that ends a statement's text.
            "VARCHAR" when content.GetString()!.Contains('\0', StringComparison.Ordinal) => null,
            "VARCHAR" => SqlText.Literal(content.GetString()!),
            "DATE" => $"(DATE '1970-01-01' + CAST({Whole(content)} AS INTEGER))",
            "TIMESTAMP" => $"make_timestamp({Whole(content)})",
            "TIMESTAMP WITH TIME ZONE" => $"CAST(make_timestamp({Whole(content)}) AT TIME ZONE 'UTC' AS TIMESTAMPTZ)",
            _ => null,
        };
    }

    private static JsonElement? Constant(JsonElement expression) =>
        expression.GetProperty("expression_class").GetString() == "BOUND_CONSTANT" && expression.GetProperty("value") is var value
            && !value.GetProperty("is_null").GetBoolean()
            ? value
            : null;

    private static BigInteger Whole(JsonElement content) => content.ValueKind == JsonValueKind.Object
        ? (new BigInteger(content.GetProperty("upper").GetInt64()) << 64) + content.GetProperty("lower").GetUInt64()
        : BigInteger.Parse(content.GetRawText(), CultureInfo.InvariantCulture);

    /// <summary>An exact literal: DuckDB reads it as a DECIMAL of just these digits.</summary>
    private static string Decimal(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(digits.Sign < 0 ? "-" : "")}{text[..^scale]}{(scale > 0 ? "." : "")}{text[^scale..]}";
    }
}
