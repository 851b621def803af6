using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;

namespace PostModern.Engine.Planning;

/// <summary>Resolves the names and versions in statements about versions; those that only show something become queries.</summary>
internal static class VersionStatements
{
    /// <exception cref="ServerException">NotFound: the dataset or version doesn't exist.</exception>
    public static async Task<SqlStatement> BindAsync(
        VersionStatement statement, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        if (statement is VacuumStatement && await scope.TryResolveAsync(statement.Table, cancellation) is null)
        {
            // DuckDB's own VACUUM, of a temporary table; or a mistake that it explains.
            return new DuckDbStatement(statement.Text);
        }

        var dataset = await scope.ResolveAsync(statement.Table, cancellation);
        switch (statement)
        {
            case HistoryStatement history:
                var limit = history.Limit is null ? "" : $" LIMIT {history.Limit}";
                return new DuckDbStatement($"FROM pm.history({SqlText.Literal(NameOf(dataset))}){limit}");
            case VacuumStatement { IsDryRun: true } vacuum:
                var hours = vacuum.Hours?.ToString(CultureInfo.InvariantCulture) ?? "";
                return new DuckDbStatement($"FROM pm_vacuum({SqlText.Literal(NameOf(dataset))}, {SqlText.Literal(hours)})");
            case CreateTagStatement or CloneStatement when statement.Version is null:
                _ = await scope.ReadAsync(dataset, cancellation);
                return statement;
            default:
                return statement.Version is { } version
                    ? statement with { Condition = (await TimeTravel.FindAsync(statement.Table, version, connection, scope, cancellation)).Condition }
                    : statement;
        }
    }

    private static string NameOf(Dataset dataset) => $"{SqlText.Name(dataset.Schema)}.{SqlText.Name(dataset.Name)}";
}
