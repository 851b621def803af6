using System.Data;
using System.Data.Common;

namespace PostModern.Data;

/// <summary>Fills data sets from queries, and writes changes back through commands that the caller or a <see cref="PostModernCommandBuilder"/> supplies.</summary>
/// <remarks>
/// With an <see cref="UpdateBatchSize"/> of 1, each changed row is a statement of its own, and a version of its dataset. A larger one sends that many rows as one
/// transaction: one version, or none when a row fails. Within it each statement text is prepared once.
/// </remarks>
public sealed class PostModernDataAdapter : DbDataAdapter
{
    private static readonly object s_rowUpdating = new();
    private static readonly object s_rowUpdated = new();

    private UpdateBatch? _batch;

    /// <summary>An adapter without commands.</summary>
    public PostModernDataAdapter()
    {
    }

    /// <param name="selectCommand">The query that fills; stays the caller's.</param>
    public PostModernDataAdapter(PostModernCommand selectCommand) => SelectCommand = selectCommand;

    /// <param name="selectCommandText">The query that fills.</param>
    /// <param name="connection">Where to run it. A closed one is opened for each call, and closed again.</param>
    public PostModernDataAdapter(string selectCommandText, PostModernConnection connection)
        : this(new PostModernCommand(selectCommandText, connection))
    {
    }

    /// <summary>Before a row is written back.</summary>
    public event EventHandler<PostModernRowUpdatingEventArgs>? RowUpdating
    {
        add => Events.AddHandler(s_rowUpdating, value);
        remove => Events.RemoveHandler(s_rowUpdating, value);
    }

    /// <summary>After a row, or a batch of them, was written back, or failed to be.</summary>
    public event EventHandler<PostModernRowUpdatedEventArgs>? RowUpdated
    {
        add => Events.AddHandler(s_rowUpdated, value);
        remove => Events.RemoveHandler(s_rowUpdated, value);
    }

    /// <inheritdoc cref="DbDataAdapter.SelectCommand" />
    public new PostModernCommand? SelectCommand
    {
        get => (PostModernCommand?)base.SelectCommand;
        set => base.SelectCommand = value;
    }

    /// <inheritdoc cref="DbDataAdapter.InsertCommand" />
    public new PostModernCommand? InsertCommand
    {
        get => (PostModernCommand?)base.InsertCommand;
        set => base.InsertCommand = value;
    }

    /// <inheritdoc cref="DbDataAdapter.UpdateCommand" />
    public new PostModernCommand? UpdateCommand
    {
        get => (PostModernCommand?)base.UpdateCommand;
        set => base.UpdateCommand = value;
    }

    /// <inheritdoc cref="DbDataAdapter.DeleteCommand" />
    public new PostModernCommand? DeleteCommand
    {
        get => (PostModernCommand?)base.DeleteCommand;
        set => base.DeleteCommand = value;
    }

    /// <summary>Rows that are written back together; 1 unless set, 0 for all of them.</summary>
    public override int UpdateBatchSize
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1;

    /// <inheritdoc />
    protected override void InitializeBatching() => _batch = new UpdateBatch();

    /// <inheritdoc />
    protected override int AddToBatch(IDbCommand command) => Batch.Add((PostModernCommand)command);

    /// <inheritdoc />
    protected override int ExecuteBatch() => Batch.Execute();

    /// <inheritdoc />
    protected override void ClearBatch() => Batch.Clear();

    /// <inheritdoc />
    protected override void TerminateBatching()
    {
        _batch?.Dispose();
        _batch = null;
    }

    /// <inheritdoc />
    protected override IDataParameter GetBatchedParameter(int commandIdentifier, int parameterIndex) =>
        Batch.Parameter(commandIdentifier, parameterIndex);

    /// <inheritdoc />
    protected override bool GetBatchedRecordsAffected(int commandIdentifier, out int recordsAffected, out Exception? error)
    {
        (recordsAffected, error) = (Batch.RecordsAffected(commandIdentifier), null);
        return true;
    }

    /// <inheritdoc />
    protected override RowUpdatingEventArgs CreateRowUpdatingEvent(
        DataRow dataRow, IDbCommand? command, StatementType statementType, DataTableMapping tableMapping) =>
        new PostModernRowUpdatingEventArgs(dataRow, command, statementType, tableMapping);

    /// <inheritdoc />
    protected override RowUpdatedEventArgs CreateRowUpdatedEvent(
        DataRow dataRow, IDbCommand? command, StatementType statementType, DataTableMapping tableMapping) =>
        new PostModernRowUpdatedEventArgs(dataRow, command, statementType, tableMapping);

    /// <inheritdoc />
    protected override void OnRowUpdating(RowUpdatingEventArgs value) =>
        (Events[s_rowUpdating] as EventHandler<PostModernRowUpdatingEventArgs>)?.Invoke(this, (PostModernRowUpdatingEventArgs)value);

    /// <inheritdoc />
    protected override void OnRowUpdated(RowUpdatedEventArgs value) =>
        (Events[s_rowUpdated] as EventHandler<PostModernRowUpdatedEventArgs>)?.Invoke(this, (PostModernRowUpdatedEventArgs)value);

    private UpdateBatch Batch => _batch ?? throw new InvalidOperationException("No batch has been begun.");
}
