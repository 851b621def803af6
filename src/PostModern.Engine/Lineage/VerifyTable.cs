using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Functions;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Models;

namespace PostModern.Engine.Lineage;

/// <summary>The function behind VERIFY: looks whether a dataset's recipe would still give it, and changes nothing.</summary>
internal sealed class VerifyTable(EngineServices services, ModelRuntime models)
{
    public TableFunction Function() => SystemTable.Create(
        Planner.VerifyFunction,
        3,
        [new("check", ArrowTypes.Utf8), new("subject", ArrowTypes.Utf8), new("status", ArrowTypes.Utf8), new("detail", ArrowTypes.Utf8)],
        RowsAsync);

    private async Task<IReadOnlyList<object?[]>> RowsAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var dataset = await services.Catalog.Warehouse.OpenAsync(arguments[0], arguments[1], cancellation);
        var rows = await VerifyAsync(dataset, int.Parse(arguments[2], CultureInfo.InvariantCulture), cancellation);
        return [.. rows.Select(r => new object?[] { r.Check, r.Subject, r.Status, r.Detail })];
    }

    private async Task<IReadOnlyList<VerifyRow>> VerifyAsync(Dataset dataset, int sample, CancellationToken cancellation)
    {
        var snapshot = await dataset.LatestAsync(cancellation);
        DefinedContent content;
        try
        {
            content = await DefinedContent.FindAsync(dataset, snapshot, cancellation);
        }
        catch (ServerException e) when (e.Code == ErrorCode.Unsupported)
        {
            return [new VerifyRow("definition", dataset.QualifiedName, "none", e.Message)];
        }

        var check = new RecipeCheck(services.Catalog.Warehouse, models, cancellation);
        return
        [
            Definition(content),
            .. check.Models(content.Recipe),
            .. await check.InputsAsync(content.Recipe),
            .. await RunAgainAsync(dataset, sample, cancellation),
        ];
    }

    private static VerifyRow Definition(DefinedContent content)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"version {content.Version}");
        return content.ChangedBy is { } change
            ? new VerifyRow("definition", subject, "changed by hand", string.Create(
                CultureInfo.InvariantCulture, $"Version {change.Version} ({change.Operation}) changed rows that the recipe knows nothing of."))
            : new VerifyRow("definition", subject, "ok", null);
    }

    /// <summary>What only the recipe's statement can tell: it is planned as REFRESH would plan it.</summary>
    private async Task<IReadOnlyList<VerifyRow>> RunAgainAsync(Dataset dataset, int sample, CancellationToken cancellation)
    {
        using var connection = services.Connect();
        var statement = new StatementContext("VERIFY", "", services.Errors, services.Inferences, cancellation) { InferenceUse = InferenceUse.Fresh, ToleratesFailures = true };
        using var running = services.Contexts.Enter(connection.Id, statement);
        try
        {
            using var scope = new StatementScope(services.Catalog, new CatalogView(Warehouse.DefaultSchema));
            var plan = await services.Planner.PlanAsync(
                $"REFRESH {SqlText.Name(dataset.Schema)}.{SqlText.Name(dataset.Name)}", connection, scope, cancellation);
            var refresh = (PlannedRefresh)plan.Statement;
            using var prepared = new PreparedPlan(plan, null, connection, DuckDbErrors.Prepare(connection, refresh.Query, "", cancellation));
            using var returned = new ReturnedRows();
            var context = new CommandContext(connection, statement, prepared, null, 0) { Returned = returned };
            return await new ObjectCheck(refresh, context).RunAsync(sample);
        }
        catch (ServerException e) when (e.Code is not (ErrorCode.Cancelled or ErrorCode.Internal))
        {
            return [new VerifyRow("definition", dataset.QualifiedName, "fails", e.Message)];
        }
    }
}
