using System.Globalization;
using System.Text.Json;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Signatures;

/// <summary>The options of one call, checked against what its task knows.</summary>
internal sealed class TaskOptions
{
    internal const string Model = "model";
    internal const string OnError = "on_error";
    internal const string Device = "device";

    private readonly TaskSignature _task;
    private readonly Dictionary<string, object?> _values;

    /// <exception cref="ServerException">InvalidInput: an option that the task doesn't know.</exception>
    internal TaskOptions(TaskSignature task, IReadOnlyList<string> known, IReadOnlyDictionary<string, object?> values)
    {
        _task = task;
        _values = new Dictionary<string, object?>(values, StringComparer.OrdinalIgnoreCase);
        if (_values.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw Invalid($"has no option '{unknown}'. It knows: {string.Join(", ", known)}.");
        }

        FailsOnError = Text(OnError) switch
        {
            null or "null" => false,
            "fail" => true,
            var other => throw Invalid($"has no on_error => '{other}'. Write 'null' (a failing row becomes NULL) or 'fail' (it fails the query)."),
        };
    }

    /// <summary>Whether <c>on_error => 'fail'</c>.</summary>
    internal bool FailsOnError { get; }

    /// <summary>The model that a call names; null for none. The other options can be checked when it is known.</summary>
    internal static string? ModelOf(TaskSignature task, IReadOnlyDictionary<string, object?> values) =>
        Text(task, Model, values.FirstOrDefault(option => option.Key.Equals(Model, StringComparison.OrdinalIgnoreCase)).Value);

    /// <summary>An option that is text; null when not given.</summary>
    internal string? Text(string name) => Text(_task, name, _values.GetValueOrDefault(name));

    private static string? Text(TaskSignature task, string name, object? value) => value switch
    {
        null => null,
        string text => text,
        var other => throw task.Invalid($"wants text for '{name}', not {Describe(other)}."),
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

    /// <summary>An option that is a whole number within bounds; null when not given.</summary>
    internal long? Whole(string name, long least, long most) => _values.GetValueOrDefault(name) switch
    {
        null => null,
        sbyte or short or int or long or byte or ushort or uint => Convert.ToInt64(_values[name], CultureInfo.InvariantCulture) is var number && number >= least && number <= most
            ? number
            : throw Invalid($"wants '{name}' between {least} and {most}, not {number}."),
        var other => throw Invalid($"wants a whole number for '{name}', not {Describe(other)}."),
    };

    internal ServerException Invalid(string what) => _task.Invalid(what);

    private static string Describe(object value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value is string ? $"'{value}'" : value)}");

    /// <summary>The options that change answers, in one text; empty when none is given.</summary>
    internal string AnswerText(IEnumerable<string> names) => string.Join('\n', names
        .Where(name => _values.GetValueOrDefault(name) is not null)
        .Order(StringComparer.Ordinal)
        .Select(name => $"{name}={JsonSerializer.Serialize(_values[name])}"));
}
