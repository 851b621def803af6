using Google.Protobuf;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using Error = PostModern.Flight.Messages.SetSessionOptionsResult.Types.ErrorValue;

namespace PostModern.Tests.Server;

public class SessionOptionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_schema_that_is_set_is_where_names_lead()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE SCHEMA sales", null, default);
        await client.ExecuteAsync("CREATE TABLE sales.orders AS SELECT 7 AS n", null, default);

        Assert.Empty(await SetAsync(client, ("schema", new SessionOptionValue { StringValue = "sales" })));

        Assert.Equal(7, await client.ReadValueAsync("SELECT n FROM orders"));
        await client.ExecuteAsync("INSERT INTO orders VALUES (8)", null, default);
        await client.ExecuteAsync("CREATE TABLE made_here AS SELECT 1 AS n", null, default);
        Assert.Equal("sales", await client.ReadValueAsync("SELECT schema_name FROM pm.datasets WHERE name = 'made_here'"));
        Assert.Equal("sales", await client.ReadValueAsync("SELECT current_schema()"));
        Assert.Equal("sales", (await GetAsync(client))["schema"]);
        await client.ExecuteAsync("USE main", null, default);
        Assert.Equal("main", (await GetAsync(client))["schema"]);
        await Assert.ThrowsAsync<RpcException>(() => client.ReadAsync("FROM orders"));
    }

    [Fact]
    public async Task A_time_that_is_set_is_the_present_of_the_whole_session()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE past AS SELECT 1 AS n", null, default);
        var before = (string)(await client.ReadValueAsync("SELECT CAST(max(timestamp) AS VARCHAR) FROM pm.versions('past')"))!;
        await client.ExecuteAsync("UPDATE past SET n = 2", null, default);

        await client.ExecuteAsync($"SET pm.as_of = '{before}'", null, default);

        Assert.Equal(1, await client.ReadValueAsync("SELECT n FROM past"));
        Assert.Equal(2, await fixture.Connect().ReadValueAsync("SELECT n FROM past"));
        Assert.Equal(2, await client.ReadValueAsync("SELECT n FROM past AS OF VERSION 2"));
        var refused = await Assert.ThrowsAsync<RpcException>(() => client.ReadAsync("PIVOT past ON n USING count(*)"));
        Assert.Contains("pm.as_of", refused.Message, StringComparison.Ordinal);
        await client.ExecuteAsync("RESET pm.as_of", null, default);
        Assert.Equal(2, await client.ReadValueAsync("SELECT n FROM past"));
    }

    [Fact]
    public async Task A_time_out_stops_the_statement_and_says_so()
    {
        var client = fixture.Connect();
        Assert.Empty(await SetAsync(client, ("statement_timeout", new SessionOptionValue { Int64Value = 200 })));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => client.ReadAsync("SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE a.range * b.range = 3"));

        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Status);
        Assert.Contains("statement_timeout", error.Message, StringComparison.Ordinal);
        Assert.Equal("200ms", (await GetAsync(client))["statement_timeout"]);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_time_out_counts_while_a_statement_waits_for_its_session()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TEMP TABLE many AS SELECT range AS n FROM range(3000000)", null, default);
        await client.ExecuteAsync("SET statement_timeout = '200ms'", null, default);
        RpcException error, hidden;
        await using (await client.QueryAsync("SELECT n, repeat('x', 100) AS padding FROM many", null, default))
        {
            hidden = await Assert.ThrowsAsync<RpcException>(() => client.ReadAsync("SELECT max(n) FROM many"));
            error = await Assert.ThrowsAsync<RpcException>(() => client.ExecuteAsync("CREATE TEMP TABLE other AS SELECT 1 AS n", null, default));
        }

        Assert.Contains("while another of its results is being read", hidden.Message, StringComparison.Ordinal);
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, error.Status);
        Assert.Equal(3_000_000L, await client.ReadValueAsync("SELECT count(*) FROM many"));
    }

    [Fact]
    public async Task Options_that_cant_be_set_are_named_and_the_others_are_set()
    {
        var client = fixture.Connect();

        var errors = await SetAsync(
            client,
            ("nonsense", new SessionOptionValue { StringValue = "x" }),
            ("schema", new SessionOptionValue { StringValue = "no_such_schema" }),
            ("pm.as_of", new SessionOptionValue { StringValue = "yesterday" }),
            ("statement_timeout", new SessionOptionValue { DoubleValue = -1 }),
            ("catalog", new SessionOptionValue { StringValue = "postmodern" }),
            ("pm.unsigned_encoding", new SessionOptionValue { StringValue = "signed" }));

        Assert.Equal(
            new Dictionary<string, Error>
            {
                ["nonsense"] = Error.InvalidName,
                ["schema"] = Error.InvalidValue,
                ["pm.as_of"] = Error.InvalidValue,
                ["statement_timeout"] = Error.InvalidValue,
            },
            errors);
        Assert.Equal("signed", (await GetAsync(client))["pm.unsigned_encoding"]);
        Assert.Empty(await SetAsync(client, ("pm.unsigned_encoding", new SessionOptionValue())));
        Assert.Equal("unsigned", (await GetAsync(client))["pm.unsigned_encoding"]);
    }

    [Theory]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Results_are_compressed_only_when_the_session_asks_for_it(string codec)
    {
        const string Repetitive = "SELECT 'the same words again and again' AS words FROM range(20000)";
        var client = fixture.Connect();
        var plain = await CountBytesAsync(client, Repetitive);

        await client.ExecuteAsync($"SET pm.compression = '{codec}'", null, default);

        Assert.InRange(await CountBytesAsync(client, Repetitive), 1, plain / 5);
        Assert.Equal([[20_000L, 1L]], await client.ReadAsync($"SELECT count(*), count(DISTINCT words) FROM ({Repetitive})"));
        Assert.Equal("the same words again and again", (await client.ReadAsync(Repetitive))[^1][0]);
    }

    [Fact]
    public async Task Enums_come_as_dictionaries_and_unsigned_numbers_as_signed_ones_when_the_session_asks_for_it()
    {
        const string Sql = "SELECT CAST('b' AS ENUM ('a', 'b')) AS e, CAST(200 AS UTINYINT) AS u, [CAST('a' AS ENUM ('a', 'b'))] AS l FROM range(3)";
        var client = fixture.Connect();
        Assert.Empty(await SetAsync(
            client,
            ("pm.enum_encoding", new SessionOptionValue { StringValue = "dictionary" }),
            ("pm.unsigned_encoding", new SessionOptionValue { StringValue = "signed" })));

        await using var stream = await client.QueryAsync(Sql, null, default);

        Assert.Equal(
            ["dictionary<int8, utf8>", "int16", "list<dictionary<int8, utf8>>"], stream.Schema.Fields.Select(field => field.Type.ToString()));
        var row = (await stream.ReadAsync())[2];
        Assert.Equal(("b", (short)200), (row[0], row[1]));
    }

    [Fact]
    public async Task A_script_runs_its_statements_in_order_and_answers_with_the_last()
    {
        var client = fixture.Connect();

        Assert.Equal(3, await client.ReadValueAsync("CREATE TEMP TABLE scripted (n INTEGER); INSERT INTO scripted VALUES (1), (2); SELECT sum(n)::INT FROM scripted;"));
        Assert.Equal(1, await client.ExecuteAsync("INSERT INTO scripted VALUES (4), (5); DELETE FROM scripted WHERE n = 1 -- ;", null, default));

        Assert.Equal(11, await client.ReadValueAsync("SELECT sum(n)::INT FROM scripted"));
        var error = await Assert.ThrowsAsync<RpcException>(
            () => client.Flight.GetSchemaAsync(new CommandStatementQuery { Query = "DROP TABLE scripted; SELECT 1" }, null, default));
        Assert.Equal(GrpcStatusCode.Unimplemented, error.Status);
        Assert.Equal(3L, await client.ReadValueAsync("SELECT count(*) FROM scripted"));
    }

    [Fact]
    public async Task What_changes_temporary_tables_waits_for_the_result_that_is_being_read()
    {
        var client = fixture.Connect();
        await using (var open = await client.QueryAsync("SELECT range FROM range(100000000)", null, default))
        {
            using var first = await open.ReadBatchAsync(default);

            var error = await Assert.ThrowsAsync<RpcException>(() => client.ExecuteAsync("CREATE TEMP TABLE lost AS SELECT 1", null, default));
            Assert.Equal(GrpcStatusCode.Aborted, error.Status);
            Assert.Equal(5, await client.ReadValueAsync("SELECT 5"));
        }

        await client.ExecuteAsync("CREATE TEMP TABLE kept AS SELECT 1 AS n", null, default);
        Assert.Equal(1, await client.ReadValueAsync("SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_polled_result_is_compressed_too()
    {
        var command = FlightSqlCommand.ToDescriptor(new CommandStatementQuery { Query = "SELECT 'the same words again and again' AS words FROM range(20000)" });
        var client = fixture.Connect();
        var plain = await CountBytesAsync(client, await PollAsync(client, command));
        await client.ExecuteAsync("SET pm.compression = 'zstd'", null, default);

        var ticket = await PollAsync(client, command);

        Assert.InRange(await CountBytesAsync(client, ticket), 1, plain / 5);
        await using var stream = await client.Flight.DoGetAsync(ticket, null, default);
        Assert.Equal("the same words again and again", (await stream.ReadAsync())[^1][0]);
    }

    private static async Task<Ticket> PollAsync(FlightSqlClient client, FlightDescriptor descriptor)
    {
        while (true)
        {
            var poll = await client.Flight.Channel.UnaryAsync(FlightMethods.PollFlightInfo, descriptor, PollInfo.Parser, null, default);
            if (poll.FlightDescriptor is null)
            {
                return poll.Info.Endpoint[0].Ticket;
            }

            descriptor = poll.FlightDescriptor;
        }
    }

    private static async Task<long> CountBytesAsync(FlightSqlClient client, string sql)
    {
        var info = await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = sql }, null, default);
        return await CountBytesAsync(client, info.Endpoint[0].Ticket);
    }

    private static async Task<long> CountBytesAsync(FlightSqlClient client, Ticket ticket)
    {
        await using var response = await client.Flight.Channel.ServerStreamingAsync(FlightMethods.DoGet, ticket, null, default);
        var bytes = 0L;
        while (await response.ReadFrameAsync(default) is { } frame)
        {
            using (frame)
            {
                bytes += frame.SingleBody.Length;
            }
        }

        return bytes;
    }

    private static async Task<Dictionary<string, Error>> SetAsync(FlightSqlClient client, params (string Name, SessionOptionValue Value)[] options)
    {
        var request = new SetSessionOptionsRequest();
        foreach (var (name, value) in options)
        {
            request.SessionOptions[name] = value;
        }

        var result = SetSessionOptionsResult.Parser.ParseFrom(await client.ActAsync(ActionTypes.SetSessionOptions, request.ToByteString(), null, default));
        return result.Errors.ToDictionary(e => e.Key, e => e.Value.Value);
    }

    private static async Task<Dictionary<string, string>> GetAsync(FlightSqlClient client)
    {
        var body = await client.ActAsync(ActionTypes.GetSessionOptions, new GetSessionOptionsRequest().ToByteString(), null, default);
        return GetSessionOptionsResult.Parser.ParseFrom(body).SessionOptions.ToDictionary(o => o.Key, o => o.Value.StringValue);
    }
}
