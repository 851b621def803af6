using Npgsql;
using PostModern.Benchmarks.Frame;
using PostModern.Data;
using PostModern.Testing;

namespace PostModern.Benchmarks.Provider;

/// <summary>The ADO.NET provider beside Npgsql and PostgreSQL 15: the same rows, the same calls, on the same machine.</summary>
internal sealed class ProviderGroup : Group
{
    private readonly Stack<IAsyncDisposable> _started = new();

    public override string Name => "provider";

    public override async Task<IReadOnlyList<Measure>> PrepareAsync(bool smoke, CancellationToken cancellationToken)
    {
        if (!PostgresServer.IsInstalled)
        {
            return [Measure.Skip("provider", "needs PostgreSQL 15 (Debian's postgresql-15) to compare with")];
        }

        var server = Keep(await ServerProcess.StartAsync([], new Dictionary<string, string>(), cancellationToken));
        var postgres = Keep(await PostgresServer.StartAsync(cancellationToken));
        var ours = Keep(new PostModernConnection($"Host={server.Endpoint.Host};Port={server.Endpoint.Port};Command Timeout=0"));
        var theirs = Keep(new NpgsqlConnection(postgres.ConnectionString));
        await ours.OpenAsync(cancellationToken);
        await theirs.OpenAsync(cancellationToken);
        var rows = smoke ? 10_000 : 1_000_000;
        return
        [
            .. await new TypedReads(ours, theirs, rows).PrepareAsync(cancellationToken),
            .. await new SmallCommands(ours, theirs, smoke ? 20 : 2000).PrepareAsync(cancellationToken),
            .. new BulkCopies(ours, theirs, rows).Measures(),
        ];
    }

    public override async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var last))
        {
            await last.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private T Keep<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Push(started);
        return started;
    }
}
