using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>A statement, and where its values come from.</summary>
/// <param name="Statement">What to run.</param>
/// <param name="Parameters">The command's.</param>
/// <param name="Source">The part of a batch that it is from; null in a command.</param>
internal sealed record BoundStatement(SqlStatement Statement, PostModernParameterCollection Parameters, PostModernBatchCommand? Source = null)
{
    public string Text => Statement.Text;

    /// <summary>All statements of a text.</summary>
    public static IReadOnlyList<BoundStatement> Parse(string text, PostModernParameterCollection parameters, PostModernBatchCommand? source = null) =>
        [.. SqlScript.Parse(text, parameters.Contains).Select(statement => new BoundStatement(statement, parameters, source))];

    /// <summary>
    /// The values by name, in the order in which the text first names them; null when there are none. Without parameters $1 may be SQL's own, as in PREPARE:
    /// the server knows.
    /// </summary>
    /// <exception cref="InvalidOperationException">A placeholder has no parameter, or a parameter no value.</exception>
    public RecordBatch? Bind() =>
        Statement.Placeholders.Count > 0 && Parameters.Count > 0 ? ParameterBatch.Build([.. Statement.Placeholders.Select(Value)]) : null;

    private ParameterValue Value(Placeholder placeholder)
    {
        var index = placeholder.Name is null ? placeholder.Position : Parameters.IndexOf(placeholder.Name);
        var label = placeholder.Name ?? (placeholder.Position + 1).ToString(CultureInfo.InvariantCulture);
        if (index < 0 || index >= Parameters.Count)
        {
            throw new InvalidOperationException($"The statement has a placeholder {label}, but the command has no parameter for it.");
        }

        var parameter = Parameters[index];
        var value = ParameterTypes.Convert(parameter, label);
        var type = ParameterTypes.ToArrow(parameter);
        return new ParameterValue(label, value, value is DBNull ? type ?? ArrowTypes.Null : type);
    }
}
