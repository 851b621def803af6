using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Server;

public class PreparedStatementTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Schema Number = new(new Field("1", ArrowTypes.Int64));

    [Fact]
    public async Task A_prepared_query_runs_again_with_other_parameters()
    {
        var prepared = await fixture.Connect().PrepareAsync("SELECT range AS n FROM range(10) WHERE range > ?", null, default);

        Assert.False(prepared.IsUpdate);
        Assert.Single(prepared.ParameterSchema.Fields);
        foreach (var least in new[] { 7L, 8L })
        {
            await using var stream = await prepared.QueryAsync(Numbers(least), null, default);
            Assert.Equal((int)(9 - least), (await stream.ReadAsync()).Count);
        }
    }

    [Fact]
    public async Task The_same_parameters_stay_bound_for_the_next_execution()
    {
        var prepared = await fixture.Connect().PrepareAsync("SELECT ?::BIGINT + 1", null, default);
        await using (var first = await prepared.QueryAsync(Numbers(41), null, default))
        {
            Assert.Equal(42L, (await first.ReadAsync())[0][0]);
        }

        await using var second = await prepared.QueryAsync(null, null, default);

        Assert.Equal(42L, (await second.ReadAsync())[0][0]);
    }

    [Fact]
    public async Task A_column_whose_type_hangs_on_a_parameter_is_advertised_as_it_is_sent()
    {
        var client = fixture.Connect();
        var prepared = await client.PrepareAsync("SELECT ? AS x;", null, default);

        // JDBC takes a statement without columns for an update, so there must be some before anything is bound.
        Assert.Equal(["x"], prepared.Schema.Fields.Select(field => field.Name));
        Assert.False(prepared.IsUpdate);
        await using var stream = await prepared.QueryAsync(Numbers(5), null, default);

        Assert.Equal(ArrowTypes.Int64, stream.Schema.Fields[0].Type);
        Assert.Equal(5L, (await stream.ReadAsync())[0][0]);
    }

    [Fact]
    public async Task Many_parameter_rows_run_an_update_many_times_and_add_up()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE many (n BIGINT)", null, default);
        var prepared = await client.PrepareAsync("INSERT INTO many VALUES (?)", null, default);

        Assert.True(prepared.IsUpdate);
        Assert.Empty(prepared.Schema.Fields);
        Assert.Equal(3, await prepared.ExecuteAsync(Numbers(1, 2, 3), null, default));
        Assert.Equal(6m, Convert.ToDecimal(await client.ReadValueAsync("SELECT sum(n) FROM many"), null));
    }

    [Fact]
    public async Task An_update_without_parameters_runs_once()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE single (n BIGINT)", null, default);
        var prepared = await client.PrepareAsync("INSERT INTO single VALUES (1)", null, default);

        Assert.Equal(1, await prepared.ExecuteAsync(null, null, default));
        Assert.Equal(1L, await client.ReadValueAsync("SELECT count(*) FROM single"));
    }

    [Fact]
    public async Task A_prepared_update_run_as_a_query_runs_exactly_once()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE odbc (n BIGINT)", null, default);
        var prepared = await client.PrepareAsync("INSERT INTO odbc VALUES (?)", null, default);

        await using var stream = await prepared.QueryAsync(Numbers(7), null, default);

        Assert.Empty(await stream.ReadAsync());
        Assert.Equal(1L, await client.ReadValueAsync("SELECT count(*) FROM odbc"));
    }

    [Fact]
    public async Task Schemas_are_never_empty_bytes()
    {
        var request = FlightSqlCommand.Pack(new ActionCreatePreparedStatementRequest { Query = "CREATE TABLE not_run (n INTEGER)" });

        var body = await fixture.Connect().ActAsync(ActionTypes.CreatePreparedStatement, request, null, default);
        var result = FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(body);

        Assert.True(result.IsUpdate);
        Assert.Equal(SchemaMessage.EncodeEncapsulated(new Schema()), result.DatasetSchema.ToByteArray());
        Assert.Equal(SchemaMessage.EncodeEncapsulated(new Schema()), result.ParameterSchema.ToByteArray());
    }

    [Fact]
    public async Task A_closed_statement_is_not_found_and_closing_twice_is_no_error()
    {
        var prepared = await fixture.Connect().PrepareAsync("SELECT 1", null, default);
        await prepared.CloseAsync(default);
        await prepared.CloseAsync(default);

        var error = await Assert.ThrowsAsync<RpcException>(() => prepared.QueryAsync(null, null, default));

        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
    }

    [Fact]
    public async Task A_missing_parameter_is_the_callers_fault()
    {
        var prepared = await fixture.Connect().PrepareAsync("SELECT ?::BIGINT + ?::BIGINT", null, default);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await using var stream = await prepared.QueryAsync(Numbers(1), null, default);
            await stream.ReadAsync();
        });

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
    }

    private static RecordBatch Numbers(params long[] values) =>
        MetadataBatch.FromRows(Number, values.Select(value => new object?[] { value }));
}
