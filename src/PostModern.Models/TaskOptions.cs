using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models;

/// <summary>The options of one call, checked against what its task knows.</summary>
internal sealed class TaskOptions
{
    private readonly ModelTask _task;
    private readonly Dictionary<string, object?> _values;

    /// <exception cref="ServerException">InvalidInput: an option that the task doesn't know.</exception>
    internal TaskOptions(ModelTask task, IReadOnlyDictionary<string, object?> values)
    {
        _task = task;
        _values = new Dictionary<string, object?>(values, StringComparer.OrdinalIgnoreCase);
        if (_values.Keys.FirstOrDefault(name => !task.Options.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid($"has no option '{unknown}'. It knows: {string.Join(", ", task.Options)}.");
        }
    }

    /// <summary>Whether <c>on_error => 'fail'</c>.</summary>
    internal bool FailsOnError => Text("on_error") switch
    {
        null or "null" => false,
        "fail" => true,
        var other => throw Invalid($"has no on_error => '{other}'. Write 'null' (a failing row becomes NULL) or 'fail' (it fails the query)."),
    };

    /// <summary>An option that is text; null when not given.</summary>
    internal string? Text(string name) => _values.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        var other => throw Invalid($"wants text for '{name}', not {Describe(other)}."),
    };

    /// <summary>An option that is a number within bounds.</summary>
    internal float Number(string name, float otherwise, float least, float most)
    {
        if (_values.GetValueOrDefault(name) is not { } value)
        {
            return otherwise;
        }

        var number = value is IConvertible and not string and not bool
            ? Convert.ToSingle(value, CultureInfo.InvariantCulture)
            : throw Invalid($"wants a number for '{name}', not {Describe(value)}.");
        return number >= least && number <= most
            ? number
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"wants '{name}' between {least} and {most}, not {number}."));
    }

    private static string Describe(object value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value is string ? $"'{value}'" : value)}");

    private ServerException Invalid(string what) => new(ErrorCode.InvalidInput, $"{_task.Name}(…) {what}");
}
