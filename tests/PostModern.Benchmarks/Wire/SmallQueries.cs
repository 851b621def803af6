using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using PostModern.Benchmarks.Frame;
using PostModern.Data;
using PostModern.Flight.Client;
using PostModern.Testing;

namespace PostModern.Benchmarks.Wire;

/// <summary>How long <c>SELECT 1</c> takes, one after the other on one connection, beside PostgreSQL through Npgsql.</summary>
/// <param name="server">Our server.</param>
/// <param name="postgres">A PostgreSQL; null when there is none here.</param>
/// <param name="queries">How many a round.</param>
internal sealed class SmallQueries(Origin server, PostgresServer? postgres, int queries) : IAsyncDisposable
{
    private const string Sql = "SELECT 1";
    private const double Bar = 0.5;

    private readonly FlightClient _flight = new(server.Address);
    private readonly PostModernConnection _connection = new($"Host={server.Address.Host};Port={server.Address.Port}");
    private readonly NpgsqlConnection _npgsql = new(postgres?.ConnectionString);

    public async Task<IReadOnlyList<Measure>> PrepareAsync(CancellationToken cancellationToken)
    {
        await _flight.HandshakeAsync(null, null, null, cancellationToken);
        await _connection.OpenAsync(cancellationToken);
        if (postgres is not null)
        {
            await _npgsql.OpenAsync(cancellationToken);
        }

        var client = new FlightSqlClient(_flight);
        Func<CancellationToken, Task> flight = token => QueryAsync(client, token);
        Func<CancellationToken, Task> ado = token => QueryAsync(_connection, token);
        return
        [
            Create("select-1-p50", Bar, 0.5, flight),
            Create("select-1-p99", 0, 0.99, flight),
            Create("select-1-ado-p50", Bar, 0.5, ado),
            Create("select-1-ado-p99", 0, 0.99, ado),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _flight.Dispose();
        await _connection.DisposeAsync();
        await _npgsql.DisposeAsync();
    }

    private Measure Create(string name, double bar, double share, Func<CancellationToken, Task> query) => postgres is null
        ? Measure.Skip(name, "needs PostgreSQL 15 (Debian's postgresql-15) to compare with")
        : new Measure(name, "ms", Direction.LessIsBetter, bar, t => PercentileAsync(share, query, t), t => PercentileAsync(share, u => QueryAsync(_npgsql, u), t));

    /// <summary>GetFlightInfo, then DoGet to its end.</summary>
    private static async Task QueryAsync(FlightSqlClient client, CancellationToken cancellationToken)
    {
        await using var stream = await client.QueryAsync(Sql, null, cancellationToken);
        while (await stream.ReadBatchAsync(cancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    private static async Task QueryAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<double> PercentileAsync(double share, Func<CancellationToken, Task> query, CancellationToken cancellationToken)
    {
        var times = new double[queries];
        for (var i = 0; i < times.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await query(cancellationToken);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[(int)(share * (times.Length - 1))];
    }
}
