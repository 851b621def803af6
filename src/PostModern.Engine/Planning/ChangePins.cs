using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Pins the datasets that a change reads in any of its parts.</summary>
/// <remarks>Each part is wrapped into a query, behind the common table expressions, whose names hide datasets.</remarks>
/// <param name="with">The common table expressions, pinned.</param>
/// <param name="pin">Pins a query.</param>
internal sealed class ChangePins(string with, Func<string, Task<string>> pin)
{
    private const string NoQuery = "SELECT 1";

    public static async Task<ChangeStatement> PinAsync(ChangeStatement change, Func<string, Task<string>> pin)
    {
        var with = change.With.Length > 0 ? (await pin(change.With + NoQuery))[..^NoQuery.Length] : "";
        var pins = new ChangePins(with, pin);
        change = change with { With = with, Returning = await pins.ExpressionAsync(change.Returning) };
        return change switch
        {
            InsertStatement insert => insert with { Query = await pins.QueryAsync(insert.Query) },
            DeleteStatement delete => delete with
            {
                Using = await pins.TablesAsync(delete.Using),
                Condition = await pins.ExpressionAsync(delete.Condition),
            },
            UpdateStatement update => update with
            {
                Assignments = await AllAsync(update.Assignments, async a => (a.Column, (await pins.ExpressionAsync(a.Expression))!)),
                From = await pins.TablesAsync(update.From),
                Condition = await pins.ExpressionAsync(update.Condition),
            },
            MergeStatement merge => merge with
            {
                Source = (await pins.TablesAsync(merge.Source))!,
                Join = await pins.JoinAsync(merge.Join),
                Clauses = await AllAsync(merge.Clauses, pins.ClauseAsync),
            },
            _ => change,
        };
    }

    private async Task<MergeClause> ClauseAsync(MergeClause clause) => clause with
    {
        Condition = await ExpressionAsync(clause.Condition),
        Values = await AllAsync(clause.Values, async value => (await ExpressionAsync(value))!),
        Message = await ExpressionAsync(clause.Message),
    };

    private Task<string?> QueryAsync(string? query) => PinAsync(query, "");

    private Task<string?> TablesAsync(string? tables) => PinAsync(tables, "FROM ");

    private Task<string?> ExpressionAsync(string? expression) => PinAsync(expression, "SELECT ");

    private async Task<string> JoinAsync(string join) =>
        join.StartsWith("ON ", StringComparison.Ordinal) ? $"ON {await ExpressionAsync(join["ON ".Length..])}" : join;

    private async Task<string?> PinAsync(string? part, string prefix) =>
        part is null ? null : (await pin(with + prefix + part))[(with.Length + prefix.Length)..];

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<T> parts, Func<T, Task<T>> pinOne)
    {
        var pinned = new List<T>();
        foreach (var part in parts)
        {
            pinned.Add(await pinOne(part));
        }

        return pinned;
    }
}
