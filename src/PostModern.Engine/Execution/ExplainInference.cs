using System.Globalization;
using PostModern.Engine.Functions;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>EXPLAIN INFERENCE: runs a query without its models, and counts what they would be asked.</summary>
/// <remarks>Objects are listed and the inference cache is read; no model runs, and no object is fetched for one.</remarks>
internal sealed class ExplainInference(ExplainInferenceStatement statement, InferenceLog past) : ICommand
{
    private static readonly (string Name, string Type)[] s_columns =
    [
        ("function", "VARCHAR"), ("model", "VARCHAR"), ("device", "VARCHAR"), ("rows", "BIGINT"), ("model_calls", "BIGINT"),
        ("cache_hits", "BIGINT"), ("errors", "BIGINT"), ("bytes", "BIGINT"), ("seconds", "DOUBLE"),
    ];

    public string Probe => $"{Select(s_columns.Select(_ => "NULL"))} FROM ({statement.Query}) AS _";

    public bool ReturnsRows => true;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        var estimates = new InferenceLog();
        (context.Statement.Estimates, context.Statement.ToleratesFailures) = (estimates, true);
        await context.ExecuteAsync(statement.Query);
        foreach (var entry in estimates.Snapshot())
        {
            await context.Returned.AddAsync(context, Select(Values(entry)));
        }

        return null;
    }

    private static string Select(IEnumerable<string> values) =>
        $"SELECT {string.Join(", ", values.Zip(s_columns, (value, column) => $"CAST({value} AS {column.Type}) AS {SqlText.Name(column.Name)}"))}";

    private string[] Values(InferenceLogEntry entry) =>
    [
        SqlText.Literal(entry.Function), SqlText.Literal(entry.Model), SqlText.Literal(entry.Device), Number(entry.Rows), Number(entry.ModelCalls),
        Number(entry.CacheHits), Number(entry.Errors), Number(entry.BytesToRead), Number(SecondsOf(entry)),
    ];

    /// <summary>As long as earlier calls took on this server; null when there were none.</summary>
    private double? SecondsOf(InferenceLogEntry entry)
    {
        var before = past.Snapshot().Where(e => (e.Function, e.Model, e.Device) == (entry.Function, entry.Model, entry.Device)).ToList();
        var calls = before.Sum(e => e.ModelCalls);
        return entry.ModelCalls == 0 ? 0
            : calls == 0 ? null
            : before.Sum(e => e.Effort.Time.TotalSeconds) / calls * entry.ModelCalls / entry.Lanes;
    }

    private static string Number(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "NULL";
}
