using System.Data.Common;
using System.Text.RegularExpressions;

namespace PostModern.Specs.Runner;

/// <summary>What a query answered, as lines of a spec file.</summary>
/// <param name="Types">A letter a column.</param>
/// <param name="Lines">As the spec would write them, sorted as it asks.</param>
internal sealed record SpecAnswer(string Types, IReadOnlyList<string> Lines)
{
    private const string Pattern = "<REGEX>:";

    public static async Task<SpecAnswer> ReadAsync(DbDataReader reader, SpecSort sort, CancellationToken cancellationToken)
    {
        var types = string.Concat(Enumerable.Range(0, reader.FieldCount).Select(column => SpecValue.Letter(reader.GetFieldType(column))));
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => SpecValue.Format(reader.GetValue(column)))]);
        }

        return new(types, Sorted(rows, sort));
    }

    /// <summary>What differs from the expectation; null when nothing does.</summary>
    public string? Difference(QueryRecord expected)
    {
        if (!HasTypes(expected.Types))
        {
            return $"the columns are {Types}, not {expected.Types}";
        }

        if (Lines.Count == expected.Rows.Count && Lines.Zip(expected.Rows).All(pair => SameLine(pair.First, pair.Second)))
        {
            return null;
        }

        return $"expected\n{Indented(expected.Rows)}\nbut the answer is\n{Indented(Lines)}";
    }

    /// <summary>Whether the columns have the types of these letters.</summary>
    public bool HasTypes(string letters) =>
        Types.Length == letters.Length && Types.Zip(letters).All(pair => pair.Second == '?' || pair.First == pair.Second);

    /// <summary>Whether a text is what was expected: equal, or matched by what follows <c>&lt;REGEX&gt;:</c>.</summary>
    public static bool SameCell(string actual, string expected) =>
        expected.StartsWith(Pattern, StringComparison.Ordinal)
            ? Regex.IsMatch(actual, $"^(?:{expected[Pattern.Length..]})$", RegexOptions.Singleline)
            : actual == expected;

    private static bool SameLine(string actual, string expected)
    {
        var (left, right) = (actual.Split('\t'), expected.Split('\t'));
        return left.Length == right.Length && left.Zip(right).All(pair => SameCell(pair.First, pair.Second));
    }

    private static List<string> Sorted(List<string[]> rows, SpecSort sort)
    {
        var lines = sort == SpecSort.ValueSort ? rows.SelectMany(row => row) : rows.Select(row => string.Join('\t', row));
        return sort == SpecSort.NoSort ? [.. lines] : [.. lines.Order(StringComparer.Ordinal)];
    }

    private static string Indented(IReadOnlyList<string> lines) => lines.Count == 0 ? "  (no rows)" : string.Join('\n', lines.Select(line => "  " + line));
}
