using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>A statement that runs on after the call that started it was answered; later calls ask how far it is, and fetch its result.</summary>
/// <param name="id">Names the execution.</param>
/// <param name="statement">What runs; owned.</param>
/// <param name="parameters">Its parameters; owned.</param>
/// <param name="schema">The columns that the client was told.</param>
internal sealed class BackgroundStatement(Guid id, Statement statement, RecordBatch? parameters, Schema schema) : IAsyncDisposable
{
    private readonly StatementProgress _progress = new();
    private readonly TaskCompletionSource<BackgroundResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _expires;

    public Guid Id { get; } = id;

    public Statement Statement { get; } = statement;

    public Schema Schema { get; } = schema;

    /// <summary>The outcome, or the exception that the statement failed with.</summary>
    public Task<BackgroundResult> Completion => _completion.Task;

    /// <summary>From 0 to 1; 0 while nobody can tell.</summary>
    public double Progress => Completion.IsCompleted ? 1 : _progress.Fraction ?? 0;

    /// <summary>When it is stopped because nobody has asked after it, or its result is forgotten.</summary>
    public DateTimeOffset Expires => new(Interlocked.Read(ref _expires), TimeSpan.Zero);

    public bool IsExpired => DateTimeOffset.UtcNow > Expires;

    /// <summary>Keeps it, or its result, for <paramref name="time"/> from now.</summary>
    public void Renew(TimeSpan time) => Interlocked.Exchange(ref _expires, DateTimeOffset.UtcNow.Add(time).Ticks);

    /// <summary>Runs it to its end; failures go to <see cref="Completion"/>.</summary>
    /// <param name="keep">How long the result stays.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever hears of the end finds the session free and the expiry set.
            var outcome = await ExecuteAsync(cancellationToken);
            Renew(keep);
            _completion.SetResult(outcome);
        }
        catch (Exception e)
        {
            Renew(keep);
            _completion.SetException(e);
            _ = _completion.Task.Exception;
        }
    }

    /// <summary>Forgets the result; only once it has run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Completion.IsCompletedSuccessfully)
        {
            (await Completion).Rows?.Dispose();
        }

        parameters?.Dispose();
        await Statement.DisposeAsync();
    }

    private async Task<BackgroundResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var result = await Statement.ExecuteAsync(parameters, _progress, cancellationToken);
        var rows = Statement.IsQuery ? await ResultSpool.WriteAsync(result, cancellationToken) : null;
        return new BackgroundResult(rows, result.RowsAffected ?? 0, result.Statistics);
    }
}
