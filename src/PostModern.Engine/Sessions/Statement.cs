using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Types;
using PostModern.Engine.Execution;
using PostModern.Engine.Settings;

namespace PostModern.Engine.Sessions;

/// <summary>A planned statement: its columns and parameters are known, and it can be executed many times.</summary>
public sealed class Statement : IAsyncDisposable
{
    private readonly Session _session;
    private readonly PreparedPlan _prepared;

    internal Statement(Session session, string sql, StatementOptions options, SessionValues values, PreparedPlan prepared)
    {
        _session = session;
        _prepared = prepared;
        Sql = sql;
        Given = options;
        Values = values;
    }

    /// <summary>The text as the user wrote it.</summary>
    public string Sql { get; }

    /// <summary>All that it was prepared with: prepared with them again, here or on another server, it is the same statement.</summary>
    public StatementOptions Options => Given with { Settings = SessionOptions.Show(Values) };

    /// <summary>How its result's columns are to be compressed.</summary>
    public BodyCompression Compression => Values.Compression;

    /// <summary>The same statement, bound to the versions that it was planned on instead of the latest when it is executed.</summary>
    /// <remarks>In the place of this one: only one of the two is to be disposed.</remarks>
    public Statement Pinned() => _prepared.Command is not null ? this : new(_session, Sql, Given with { Pins = _prepared.Plan.Scope.Pins }, Values, _prepared)
    {
        IsPinned = true,
    };

    /// <summary>
    /// The result's columns, exactly as <see cref="StatementResult.Schema"/> will have them; no fields for DDL and DML, and none while
    /// <see cref="IsSchemaKnown"/> is false.
    /// </summary>
    public Schema Schema => _prepared.Schema;

    /// <summary>False for queries such as <c>SELECT ?</c>, whose columns follow from their parameters: the result knows them.</summary>
    public bool IsSchemaKnown => _prepared.IsSchemaKnown;

    /// <summary>One field a parameter, in order; the null type where DuckDB takes any.</summary>
    public Schema ParameterSchema => _prepared.Parameters;

    /// <summary>Whether executing it returns rows.</summary>
    public bool IsQuery => _prepared.IsQuery;

    /// <summary>Whether executing it changes something, so that it must not run again; with <see cref="IsQuery"/> it has a RETURNING.</summary>
    public bool ChangesRows => _prepared.ChangesRows;

    /// <summary>Runs the statement. Datasets without an explicit version are read at their latest, or as <see cref="Options"/> pin them.</summary>
    /// <param name="parameters">
    /// A row a run, a column a parameter; null for none. Borrowed for the call, and for a query until its result ends. A query's rows
    /// come run after run; a change of datasets is one version for all runs.
    /// </param>
    /// <param name="cancellation">Stops the statement, also while its result is read.</param>
    public Task<StatementResult> ExecuteAsync(RecordBatch? parameters, CancellationToken cancellation) =>
        ExecuteAsync(parameters, null, cancellation);

    /// <param name="progress">Tells how far it has come, until the result is disposed.</param>
    /// <inheritdoc cref="ExecuteAsync(RecordBatch?, CancellationToken)"/>
    public Task<StatementResult> ExecuteAsync(RecordBatch? parameters, StatementProgress? progress, CancellationToken cancellation) =>
        _session.ExecuteAsync(this, _prepared, parameters, progress, cancellation);

    /// <summary>Whether it reads what it was planned on, so that executing it needs no other plan.</summary>
    internal bool IsPinned { get; private init; }

    /// <summary>The options as they were given, without the session's.</summary>
    internal StatementOptions Given { get; }

    internal SessionValues Values { get; }

    public ValueTask DisposeAsync()
    {
        _prepared.Dispose();
        return ValueTask.CompletedTask;
    }
}
