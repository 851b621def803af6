using System.Globalization;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>The texts that predicates need of each file's statistics, cut out of its JSON all at once.</summary>
/// <remarks>Benchmark <c>filter-ten-thousand-files</c>: 28 ms instead of 32.</remarks>
internal sealed class StatisticsTexts
{
    private const string Column = "texts";

    private readonly List<string> _pointers = [];

    /// <summary>SQL that gives the text at a JSON pointer.</summary>
    public string At(string pointer)
    {
        if (!_pointers.Contains(pointer))
        {
            _pointers.Add(pointer);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Column}[{_pointers.IndexOf(pointer) + 1}]");
    }

    /// <summary>What predicates read of each file, for a SELECT.</summary>
    public string Columns
    {
        get
        {
            var texts = _pointers.Count > 0 ? $"json_extract_string(statistics, [{string.Join(", ", _pointers.Select(SqlText.Literal))}])" : "NULL";
            return $"partition, {texts} AS {Column}";
        }
    }
}
