using PostModern.Flight.Client;

namespace PostModern.Tests.Server.Stress;

/// <summary>One client of the load: a connection and a session of its own, and a sequence of statements that its number decides.</summary>
internal sealed class StressClient : IAsyncDisposable
{
    private readonly bool _hasLoggedIn;

    private StressClient(FlightSqlClient sql, FlightSqlClient helper, int number, bool hasLoggedIn)
    {
        Sql = sql;
        Helper = helper;
        Number = number;
        Random = new Random(number);
        _hasLoggedIn = hasLoggedIn;
    }

    public FlightSqlClient Sql { get; }

    /// <summary>A second connection: the one that cancels what runs on the first.</summary>
    public FlightSqlClient Helper { get; }

    public int Number { get; }

    public Random Random { get; }

    /// <summary>Statements run so far; makes names unique.</summary>
    public int Step { get; private set; }

    /// <summary>Every second client logs in and closes its session; the others' sessions must end with their connections.</summary>
    public static async Task<StressClient> ConnectAsync(Uri endpoint, int number)
    {
        var sql = new FlightSqlClient(new FlightClient(endpoint));
        var helper = new FlightSqlClient(new FlightClient(endpoint));
        var logsIn = number % 2 == 0;
        if (logsIn)
        {
            await sql.Flight.HandshakeAsync("client" + number, "any", null, default);
            helper.Flight.Channel.Headers["authorization"] = sql.Flight.Channel.Headers["authorization"];
        }

        return new StressClient(sql, helper, number, logsIn);
    }

    /// <summary>Runs statements of all kinds, one of ten to be cancelled, and checks every answer.</summary>
    public async Task RunAsync(int statements)
    {
        for (var i = 0; i < statements; i++)
        {
            Step++;
            var kinds = Step % 10 == Number % 10 ? StressCancellations.All : StressStatements.All;
            var kind = kinds[Random.Next(kinds.Count)];
            try
            {
                await kind(this).WaitAsync(TimeSpan.FromMinutes(2));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Client {Number}, statement {Step} ({kind.Method.Name}): {e.Message}", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_hasLoggedIn)
        {
            await Sql.CloseSessionAsync(default);
        }

        Sql.Flight.Dispose();
        Helper.Flight.Dispose();
    }
}
