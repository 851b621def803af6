using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>A plan whose columns and parameters are known.</summary>
/// <param name="plan">The plan.</param>
/// <param name="command">Runs it, when it changes a dataset; null when DuckDB does.</param>
/// <param name="connection">Where <paramref name="prepared"/> lives.</param>
/// <param name="prepared">Owned. What DuckDB runs; for a command its probe, which knows the parameters.</param>
internal sealed class PreparedPlan(Plan plan, ICommand? command, Connection connection, PreparedStatement prepared) : IDisposable
{
    private static readonly Schema s_noColumns = new([]);

    public Plan Plan { get; } = plan;

    public ICommand? Command { get; } = command;

    public Connection Connection { get; } = connection;

    public PreparedStatement Prepared { get; } = prepared;

    /// <summary>The columns of a command that returns rows, where its probe doesn't know them; null elsewhere.</summary>
    public Schema? Returned { get; init; }

    public bool IsQuery => Command?.ReturnsRows ?? Prepared.ReturnsRows;

    /// <summary>Whether running it twice is not the same as running it once.</summary>
    public bool ChangesRows => Command is not null || Prepared.Kind is StatementKind.Insert or StatementKind.Update or StatementKind.Delete or StatementKind.Merge;

    /// <summary>Whether the datasets and objects that it reads or changes may have moved on since it was planned.</summary>
    public bool DependsOnDatasets => Command is not null || Plan.Inputs.Count > 0 || Plan.Scope.Listings.Count > 0;

    /// <summary>Whether it may change temporary tables, variables or settings, which are the session's own connection's.</summary>
    public bool ChangesSession => Command is null && !IsQuery && Plan.Statement is not ViewStatement && Prepared.Kind is
        StatementKind.Insert or StatementKind.Update or StatementKind.Delete or StatementKind.Merge or StatementKind.Create or StatementKind.Alter
        or StatementKind.Drop or StatementKind.Set or StatementKind.VariableSet or StatementKind.Pragma;

    /// <summary>False while the columns follow from parameters that aren't bound.</summary>
    public bool IsSchemaKnown => Command is not null || !IsQuery || Prepared.IsSchemaKnown;

    public Schema Schema => IsQuery ? Returned ?? Prepared.Schema : s_noColumns;

    public Schema Parameters => Prepared.ParameterSchema;

    public void Dispose()
    {
        Prepared.Dispose();
        Plan.Scope.Dispose();
    }
}
