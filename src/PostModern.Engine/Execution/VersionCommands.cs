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
        return statement switch
        {
            CreateTagStatement tag => new CreateTag(tag, scope.Inputs[^1]),
            DropTagStatement drop => new DropTag(drop, dataset),
            _ => throw new InvalidOperationException($"No command for {statement.GetType().Name}."),
        };
    }

    /// <summary>A query with the parameters of the statement's version.</summary>
    public static string Probe(VersionStatement statement) => $"SELECT 1 WHERE {statement.Condition ?? "true"}";
}
