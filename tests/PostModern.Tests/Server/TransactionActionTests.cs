using Google.Protobuf;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using End = PostModern.Flight.Messages.ActionEndTransactionRequest.Types.EndTransaction;
using EndSavepoint = PostModern.Flight.Messages.ActionEndSavepointRequest.Types.EndSavepoint;

namespace PostModern.Tests.Server;

public class TransactionActionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Statements_join_a_transaction_by_its_id_in_every_way_to_send_them()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE joined AS SELECT 1 AS n", null, default);
        var id = await BeginAsync(client);

        await client.UpdateAsync(new CommandStatementUpdate { Query = "INSERT INTO joined VALUES (2)", TransactionId = id }, null, null, default);
        await client.Flight.GetFlightInfoAsync(new CommandStatementQuery { Query = "INSERT INTO joined VALUES (3)", TransactionId = id }, null, default);
        var prepared = FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(await client.ActAsync(
            ActionTypes.CreatePreparedStatement,
            FlightSqlCommand.Pack(new ActionCreatePreparedStatementRequest { Query = "INSERT INTO joined VALUES (4)", TransactionId = id }), null, default));
        await client.UpdateAsync(
            new CommandPreparedStatementUpdate { PreparedStatementHandle = prepared.PreparedStatementHandle }, null, null, default);

        var inside = await client.ReadAsync(new CommandStatementQuery { Query = "SELECT sum(n)::INT FROM joined", TransactionId = id });
        Assert.Equal(10, inside[0][0]);
        Assert.Equal(1, await client.ReadValueAsync("SELECT sum(n)::INT FROM joined"));
        await EndAsync(client, id, End.Commit);
        Assert.Equal(10, await fixture.Connect().ReadValueAsync("SELECT sum(n)::INT FROM joined"));
    }

    [Fact]
    public async Task A_savepoint_can_be_rolled_back_to_and_released()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE halfway AS SELECT 1 AS n", null, default);
        var id = await BeginAsync(client);
        var savepoint = await SaveAsync(client, id, "here");
        await client.UpdateAsync(new CommandStatementUpdate { Query = "DELETE FROM halfway", TransactionId = id }, null, null, default);

        await EndAsync(client, savepoint, EndSavepoint.Rollback);
        await EndAsync(client, savepoint, EndSavepoint.Release);
        var error = await Assert.ThrowsAsync<RpcException>(() => EndAsync(client, savepoint, EndSavepoint.Rollback));
        await EndAsync(client, id, End.Commit);

        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT n FROM halfway"));
    }

    [Fact]
    public async Task A_transaction_belongs_to_its_session_and_ends_once()
    {
        var client = fixture.Connect();
        var id = await BeginAsync(client);

        var foreign = await Assert.ThrowsAsync<RpcException>(() => EndAsync(fixture.Connect(), id, End.Commit));
        await EndAsync(client, id, End.Rollback);
        var twice = await Assert.ThrowsAsync<RpcException>(() => EndAsync(client, id, End.Rollback));
        var unspecified = await Assert.ThrowsAsync<RpcException>(() => EndAsync(client, id, End.Unspecified));
        var malformed = await Assert.ThrowsAsync<RpcException>(() => EndAsync(client, ByteString.CopyFromUtf8("x"), End.Commit));

        Assert.Equal((GrpcStatusCode.NotFound, GrpcStatusCode.NotFound), (foreign.Status, twice.Status));
        Assert.Equal((GrpcStatusCode.InvalidArgument, GrpcStatusCode.InvalidArgument), (unspecified.Status, malformed.Status));
        Assert.Equal(2, await client.ReadValueAsync("SELECT 2"));
    }

    [Fact]
    public async Task Closing_the_session_rolls_its_transactions_back()
    {
        var client = await fixture.LogInAsync();
        await client.ExecuteAsync("CREATE TABLE abandoned AS SELECT 1 AS n", null, default);
        var id = await BeginAsync(client);
        await client.UpdateAsync(new CommandStatementUpdate { Query = "DELETE FROM abandoned", TransactionId = id }, null, null, default);

        await client.CloseSessionAsync(default);

        Assert.Equal(1, await fixture.Connect().ReadValueAsync("SELECT n FROM abandoned"));
    }

    private static async Task<ByteString> BeginAsync(FlightSqlClient client) =>
        FlightSqlCommand.Unpack<ActionBeginTransactionResult>(await client.ActAsync(
            ActionTypes.BeginTransaction, FlightSqlCommand.Pack(new ActionBeginTransactionRequest()), null, default)).TransactionId;

    private static Task<ByteString> EndAsync(FlightSqlClient client, ByteString id, End how) => client.ActAsync(
        ActionTypes.EndTransaction, FlightSqlCommand.Pack(new ActionEndTransactionRequest { TransactionId = id, Action = how }), null, default);

    private static async Task<ByteString> SaveAsync(FlightSqlClient client, ByteString id, string name) =>
        FlightSqlCommand.Unpack<ActionBeginSavepointResult>(await client.ActAsync(
            ActionTypes.BeginSavepoint, FlightSqlCommand.Pack(new ActionBeginSavepointRequest { TransactionId = id, Name = name }), null, default)).SavepointId;

    private static Task<ByteString> EndAsync(FlightSqlClient client, ByteString savepoint, EndSavepoint how) => client.ActAsync(
        ActionTypes.EndSavepoint, FlightSqlCommand.Pack(new ActionEndSavepointRequest { SavepointId = savepoint, Action = how }), null, default);
}
