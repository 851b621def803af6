using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

public class StatementTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_query_returns_its_rows()
    {
        var rows = await fixture.Connect().ReadAsync("SELECT i, 'row ' || i AS t FROM range(3) r(i)");

        Assert.Equal([[0L, "row 0"], [1L, "row 1"], [2L, "row 2"]], rows);
    }

    [Fact]
    public async Task Many_batches_arrive_whole_and_in_order()
    {
        await using var stream = await fixture.Connect().QueryAsync("FROM range(1000000)", null, default);
        var next = 0L;
        await foreach (var batch in stream.ReadBatchesAsync())
        {
            using (batch)
            {
                foreach (var value in batch.Columns[0].Values<long>())
                {
                    Assert.Equal(next++, value);
                }
            }
        }

        Assert.Equal(1_000_000, next);
    }

    [Theory]
    [InlineData("SELECT 1 AS a, 2.5::DECIMAL(9,2) AS b, 'x' AS c, DATE '2024-02-29' AS d, [1, 2] AS e, {'k': true} AS f")]
    [InlineData("SELECT NULL AS n, 1 AS one")]
    [InlineData("SELECT * FROM range(0)")]
    [InlineData("SELECT 'x'::ENUM('x', 'y') AS e, 1::UTINYINT AS u, INTERVAL 1 DAY AS i, UUID '00000000-0000-0000-0000-000000000001' AS id")]
    public async Task The_schema_is_the_same_wherever_it_is_told(string sql)
    {
        var client = fixture.Connect();
        var command = new CommandStatementQuery { Query = sql };

        var info = await client.Flight.GetFlightInfoAsync(command, null, default);
        await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);
        var getSchema = await client.Flight.GetSchemaAsync(command, null, default);
        var prepared = await client.PrepareAsync(sql, null, default);

        // The encoded form has everything in it, metadata too.
        var planned = info.Schema.ToByteArray();
        Assert.Equal(planned, SchemaMessage.EncodeEncapsulated(stream.Schema));
        Assert.Equal(planned, SchemaMessage.EncodeEncapsulated(getSchema));
        Assert.Equal(planned, SchemaMessage.EncodeEncapsulated(prepared.Schema));
        Assert.Empty(info.Endpoint[0].Location);
    }

    [Fact]
    public async Task A_result_without_rows_still_has_its_columns()
    {
        await using var stream = await fixture.Connect().QueryAsync("SELECT 1 AS a WHERE false", null, default);

        Assert.Equal(["a"], stream.Schema.Fields.Select(field => field.Name));
        Assert.Empty(await stream.ReadAsync());
    }

    [Fact]
    public async Task Ddl_and_dml_sent_as_queries_run_exactly_once()
    {
        var client = fixture.Connect();
        await client.ReadAsync("CREATE TABLE once (n INTEGER)");
        var insert = new CommandStatementQuery { Query = "INSERT INTO once VALUES (1), (2)" };

        var info = await client.Flight.GetFlightInfoAsync(insert, null, default);
        for (var fetch = 0; fetch < 2; fetch++)
        {
            await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);
            Assert.Empty(stream.Schema.Fields);
            Assert.Empty(await stream.ReadAsync());
        }

        Assert.Equal(2, info.TotalRecords);
        Assert.Equal(2L, await client.ReadValueAsync("SELECT count(*) FROM once"));
    }

    [Fact]
    public async Task Asking_for_a_schema_runs_nothing()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE untouched (n INTEGER)", null, default);

        var schema = await client.Flight.GetSchemaAsync(
            new CommandStatementQuery { Query = "INSERT INTO untouched VALUES (1)" }, null, default);

        Assert.Empty(schema.Fields);
        Assert.Equal(0L, await client.ReadValueAsync("SELECT count(*) FROM untouched"));
    }

    [Fact]
    public async Task An_update_tells_how_many_rows_it_changed()
    {
        var client = fixture.Connect();

        Assert.Equal(0, await client.ExecuteAsync("CREATE TABLE counted (n INTEGER)", null, default));
        Assert.Equal(3, await client.ExecuteAsync("INSERT INTO counted VALUES (1), (2), (3)", null, default));
        Assert.Equal(2, await client.ExecuteAsync("DELETE FROM counted WHERE n > 1", null, default));
    }

    [Fact]
    public async Task Plain_sql_text_as_a_command_is_understood()
    {
        var client = fixture.Connect();
        var descriptor = new FlightDescriptor { Type = FlightDescriptor.Types.DescriptorType.Cmd, Cmd = ByteString.CopyFromUtf8("SELECT 'ü'") };

        var info = await client.Flight.GetFlightInfoAsync(descriptor, null, default);
        await using var stream = await client.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);

        Assert.Equal("ü", (await stream.ReadAsync())[0][0]);
    }

    [Fact]
    public async Task A_ticket_can_be_brought_by_another_session()
    {
        var info = await fixture.Connect().Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "SELECT 42" }, null, default);

        await using var stream = await fixture.Connect().Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default);

        Assert.Equal(42, (await stream.ReadAsync())[0][0]);
    }

    [Fact]
    public async Task A_forged_ticket_is_refused()
    {
        var ticket = new Ticket
        {
            Ticket_ = FlightSqlCommand.Pack(new TicketStatementQuery { StatementHandle = ByteString.CopyFrom(new byte[100]) }),
        };

        var error = await Assert.ThrowsAsync<RpcException>(() => fixture.Connect().Flight.DoGetAsync(ticket, null, default));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_table_that_changed_after_planning_cant_change_the_stream(bool isSameSession)
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE OR REPLACE TABLE shifting AS SELECT 1 AS a", null, default);
        var info = await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "FROM shifting" }, null, default);
        await client.ExecuteAsync("DROP TABLE shifting", null, default);
        await client.ExecuteAsync("CREATE TABLE shifting AS SELECT 'x' AS b", null, default);

        var fetching = isSameSession ? client : fixture.Connect();
        var error = await Assert.ThrowsAsync<RpcException>(() => fetching.Flight.DoGetAsync(info.Endpoint[0].Ticket, null, default));

        Assert.Equal(GrpcStatusCode.Aborted, error.Status);
    }

    [Fact]
    public async Task Statistics_follow_the_last_batch()
    {
        await using var stream = await fixture.Connect().QueryAsync("SELECT 1", null, default);
        Assert.Empty(stream.Trailers);
        await stream.ReadAsync();

        Assert.Matches("^[0-9]+$", stream.Trailers["postmodern-model-calls"]);
        Assert.Matches("^[0-9]+$", stream.Trailers["postmodern-cache-hits"]);
        Assert.Matches("^[0-9]+$", stream.Trailers["postmodern-row-errors"]);
    }
}
