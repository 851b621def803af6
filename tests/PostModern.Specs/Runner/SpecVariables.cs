using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PostModern.Specs.Runner;

/// <summary>The names that a spec may write as <c>${NAME}</c>; those that a foreach adds end with it.</summary>
internal sealed partial class SpecVariables(IEnumerable<KeyValuePair<string, string>> values)
{
    private readonly ImmutableDictionary<string, string> _values = values.ToImmutableDictionary();

    public SpecVariables With(string name, string value) => new(_values.SetItem(name, value));

    /// <exception cref="KeyNotFoundException">The text uses a name that nobody set.</exception>
    public string Expand(string text) => Variable().Replace(
        text,
        use => _values.TryGetValue(use.Groups[1].Value, out var value)
            ? value
            : throw new KeyNotFoundException($"{use.Value} is not set; there are {string.Join(", ", _values.Keys.Order())}"));

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();
}
