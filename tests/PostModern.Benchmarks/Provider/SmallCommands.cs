using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using PostModern.Benchmarks.Frame;
using PostModern.Data;

namespace PostModern.Benchmarks.Provider;

/// <summary>The smallest commands, one after the other on one connection.</summary>
/// <param name="ours">Open.</param>
/// <param name="theirs">Open.</param>
/// <param name="commands">A round.</param>
internal sealed class SmallCommands(PostModernConnection ours, NpgsqlConnection theirs, int commands)
{
    // Within one and a half times the reference.
    private const double Bar = 1 / 1.5;

    public async Task<IReadOnlyList<Measure>> PrepareAsync(CancellationToken cancellationToken) =>
    [
        Create("select-1", 0.5, await PlainAsync(ours), await PlainAsync(theirs)),
        Create("select-1-prepared", 0.5, await PreparedAsync(ours, cancellationToken), await PreparedAsync(theirs, cancellationToken)),
        Create("select-parameter", 0.5, await ParameterAsync(ours), await ParameterAsync(theirs)),
    ];

    private static Task<DbCommand> PlainAsync(DbConnection connection) => Task.FromResult(Command(connection, "SELECT 1"));

    private static async Task<DbCommand> PreparedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var command = Command(connection, "SELECT 1 + 1");
        await command.PrepareAsync(cancellationToken);
        return command;
    }

    private static Task<DbCommand> ParameterAsync(DbConnection connection)
    {
        var command = Command(connection, "SELECT @n");
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("n", 42);
        command.Parameters.Add(parameter);
        return Task.FromResult(command);
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private Measure Create(string name, double share, DbCommand our, DbCommand their) => new(
        $"{name}-p50", "ms", Direction.LessIsBetter, Bar, t => PercentileAsync(our, share, t), t => PercentileAsync(their, share, t));

    private async Task<double> PercentileAsync(DbCommand command, double share, CancellationToken cancellationToken)
    {
        var times = new double[commands];
        for (var i = 0; i < times.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await command.ExecuteScalarAsync(cancellationToken);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[(int)(share * (times.Length - 1))];
    }
}
