using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Settings;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>Binds a statement about versions to the dataset as it is now, and to the version that it names.</summary>
internal static class VersionCommands
{
    public static async Task<ICommand> BindAsync(
        VersionStatement statement, StatementScope scope, SessionOptions options, CancellationToken cancellation)
    {
        var dataset = await scope.ResolveAsync(statement.Table, cancellation);
        var snapshot = statement is OptimizeStatement
            ? await scope.ReadTargetAsync(dataset, cancellation)
            : await scope.ReadTargetStateAsync(dataset, cancellation);
        return statement switch
        {
            CreateTagStatement tag => new CreateTag(tag, scope.Inputs[^1]),
            DropTagStatement drop => new DropTag(drop, dataset),
            RestoreStatement restore => new Restore(restore, dataset, snapshot, scope.Inputs[^1]),
            CloneStatement clone => new Clone(clone, scope, await scope.TryResolveAsync(clone.Target, cancellation), scope.Inputs[^1]),
            OptimizeStatement optimize => new Optimize(optimize, dataset, snapshot, options.TargetFileSize),
            VacuumStatement vacuum => new VacuumFiles(vacuum, dataset, snapshot, options),
            _ => throw new InvalidOperationException($"No command for {statement.GetType().Name}."),
        };
    }

    /// <summary>A query with the parameters of the statement's version.</summary>
    public static string Probe(VersionStatement statement) => $"SELECT 1 WHERE {statement.Condition ?? "true"}";

    /// <exception cref="ServerException">Unsupported: a transaction is open.</exception>
    public static void RefuseInTransaction(CommandContext context, string statement)
    {
        if (context.Plan.Plan.Scope.IsInTransaction)
        {
            throw new ServerException(ErrorCode.Unsupported, $"{statement} takes effect at once, so it can't run within a transaction. COMMIT or ROLLBACK first.");
        }
    }
}
