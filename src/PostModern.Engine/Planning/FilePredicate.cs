using System.Text.Json;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Turns filters over rows into SQL over files' statistics, which is false only where no row of the file can meet them.</summary>
/// <remarks>What a filter says beyond that, or what statistics don't know, is left out: such a file is read.</remarks>
internal sealed class FilePredicate(FilteredScan scan, Snapshot snapshot)
{
    /// <summary>All filters together; null when no file can be told by them.</summary>
    public string? Of() => Join(" AND ", scan.Filters.Select(Of).OfType<string>());

    private string? Of(JsonElement expression) => Text(expression, "expression_class") switch
    {
        "BOUND_CONJUNCTION" => OfConjunction(expression),
        "BOUND_COMPARISON" => OfComparison(expression),
        "BOUND_BETWEEN" => Join(
            " AND ",
            new[]
            {
                Compare(expression.GetProperty("input"), expression.GetProperty("lower_inclusive").GetBoolean() ? ">=" : ">", expression.GetProperty("lower")),
                Compare(expression.GetProperty("input"), expression.GetProperty("upper_inclusive").GetBoolean() ? "<=" : "<", expression.GetProperty("upper")),
            }.OfType<string>()),
        "BOUND_OPERATOR" => OfOperator(expression),
        "BOUND_FUNCTION" => OfFunction(expression),
        "BOUND_REF" when Column(expression) is { Values.ValueKind: JsonValueKind.Array } list =>
            AnyOf(list.Values.EnumerateArray().Select(v => FindRange(list.Operand)?.Contains(PlanLiteral.OfValue(v)))),
        _ => null,
    };

    private string? OfConjunction(JsonElement expression)
    {
        var parts = expression.GetProperty("children").EnumerateArray().Select(Of);
        return Text(expression, "type") == "CONJUNCTION_AND" ? Join(" AND ", parts.OfType<string>()) : AnyOf(parts);
    }

    private string? OfComparison(JsonElement expression)
    {
        var (left, right) = (expression.GetProperty("left"), expression.GetProperty("right"));
        var comparison = Text(expression, "type") switch
        {
            "COMPARE_EQUAL" => "=",
            "COMPARE_LESSTHAN" => "<",
            "COMPARE_LESSTHANOREQUALTO" => "<=",
            "COMPARE_GREATERTHAN" => ">",
            "COMPARE_GREATERTHANOREQUALTO" => ">=",
            _ => null,
        };
        return comparison is null ? null : Compare(left, comparison, right) ?? Compare(right, Flip(comparison), left);
    }

    private string? OfOperator(JsonElement expression)
    {
        var children = expression.GetProperty("children");
        return Text(expression, "type") switch
        {
            "OPERATOR_IS_NULL" => FindRange(children[0])?.HasNulls,
            "OPERATOR_IS_NOT_NULL" => FindRange(children[0])?.HasValues,
            "COMPARE_IN" => AnyOf(children.EnumerateArray().Skip(1).Select(v => Compare(children[0], "=", v))),
            _ => null,
        };
    }

    private string? OfFunction(JsonElement expression)
    {
        var children = expression.GetProperty("children");
        return Text(expression, "name") is "prefix" or "starts_with" && PlanLiteral.TextOf(children[1]) is { } prefix
            ? FindRange(children[0])?.BeginsWith(prefix)
            : null;
    }

    private string? Compare(JsonElement column, string comparison, JsonElement constant) =>
        PlanLiteral.Of(constant) is { } literal ? FindRange(column)?.Compare(comparison, literal) : null;

    /// <summary>The statistics of a column, or of a field in it; null when the expression is anything else.</summary>
    private ColumnBounds? FindRange(JsonElement expression) =>
        PathOf(expression) is { } path ? ColumnBounds.Find(snapshot, path) : null;

    private List<string>? PathOf(JsonElement expression)
    {
        if (Text(expression, "expression_class") == "BOUND_REF")
        {
            return Column(expression) is { Name.Length: > 0 } column ? [column.Name] : null;
        }

        if (Text(expression, "expression_class") != "BOUND_FUNCTION" || Text(expression, "name") != "struct_extract")
        {
            return null;
        }

        var children = expression.GetProperty("children");
        return PathOf(children[0]) is { } path && PlanLiteral.TextOf(children[1]) is { } field ? [.. path, field] : null;
    }

    private ScanColumn? Column(JsonElement reference) =>
        reference.GetProperty("index").GetInt32() is var index && index < scan.Columns.Count ? scan.Columns[index] : null;

    private static string? AnyOf(IEnumerable<string?> parts)
    {
        var all = parts.ToList();
        return all.Contains(null) ? null : Join(" OR ", all.OfType<string>());
    }

    private static string? Join(string word, IEnumerable<string> parts) => string.Join(word, parts.Select(p => $"({p})")) is { Length: > 0 } all ? all : null;

    private static string Flip(string comparison) => comparison switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => comparison,
    };

    private static string? Text(JsonElement node, string property) => node.GetProperty(property).GetString();
}
