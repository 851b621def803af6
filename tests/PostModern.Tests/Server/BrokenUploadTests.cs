using System.IO.Pipelines;
using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PreparedStatement = PostModern.Flight.Client.PreparedStatement;

namespace PostModern.Tests.Server;

/// <summary>Uploads that go wrong in every way a client can think of: each gets a clear answer, and the session works on.</summary>
public class BrokenUploadTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Schema Numbers = new(new Field("1", ArrowTypes.Int64));

    [Fact]
    public async Task An_upload_without_any_message_is_refused() =>
        await AssertRefusedAsync(_ => ValueTask.CompletedTask, "descriptor");

    [Fact]
    public async Task Bytes_that_are_no_message_are_refused() =>
        await AssertRefusedAsync(output => WriteBytesAsync(output, Prefixed([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])), "FlightData");

    [Fact]
    public async Task A_field_that_is_longer_than_its_message_is_refused() =>
        await AssertRefusedAsync(output => WriteBytesAsync(output, Prefixed([0x0A, 0x7F, 1, 2, 3])), "FlightData");

    [Fact]
    public async Task A_descriptor_that_cant_be_parsed_is_refused() =>
        await AssertRefusedAsync(output => WriteBytesAsync(output, Prefixed([0x0A, 3, 0xFF, 0xFF, 0xFF])), "FlightData");

    [Fact]
    public async Task A_stream_that_ends_inside_a_message_is_no_complete_upload()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(output => WriteBytesAsync(output, [0, 0, 0, 1, 0, 0x0A])));

        Assert.Equal(GrpcStatusCode.Unavailable, error.Status);
    }

    [Fact]
    public async Task A_command_that_takes_no_upload_is_refused_by_name()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(output => DescribeAsync(output, new CommandGetCatalogs())));

        Assert.Equal(GrpcStatusCode.Unimplemented, error.Status);
        Assert.Contains("CommandGetCatalogs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_before_its_schema_is_refused()
    {
        var (_, command) = await PrepareAsync();
        using var batch = MetadataBatch.FromRows(Numbers, [[1L]]);
        await AssertRefusedAsync(
            async output =>
            {
                await DescribeAsync(output, command);
                await new BatchStreamWriter(output, Numbers).WriteBatchAsync(batch, default);
            },
            "schema");
    }

    [Fact]
    public async Task A_batch_of_another_schema_than_announced_is_refused()
    {
        var (_, command) = await PrepareAsync();
        using var batch = MetadataBatch.FromRows(Numbers, [[1L]]);
        await AssertRefusedAsync(
            async output =>
            {
                await new BatchStreamWriter(output, new Schema([Numbers.Fields[0], new Field("2", ArrowTypes.Utf8)])).WriteSchemaAsync(FlightSqlCommand.ToDescriptor(command), default);
                await new BatchStreamWriter(output, Numbers).WriteBatchAsync(batch, default);
            },
            "");
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_its_header_says_is_refused()
    {
        var (_, command) = await PrepareAsync();
        using var batch = MetadataBatch.FromRows(Numbers, Enumerable.Range(0, 100).Select(i => new object?[] { (long)i }));
        await AssertRefusedAsync(
            async output =>
            {
                await new BatchStreamWriter(output, Numbers).WriteSchemaAsync(FlightSqlCommand.ToDescriptor(command), default);
                await output.WriteFrameAsync(new FlightDataFrame { Header = RecordBatchMessage.Encode(batch).Header, Body = [new byte[8]] }, default);
            },
            "");
    }

    [Fact]
    public async Task More_values_than_parameters_are_refused()
    {
        var (prepared, _) = await PrepareAsync();
        var schema = new Schema([Numbers.Fields[0], new Field("2", ArrowTypes.Int64)]);
        using var parameters = MetadataBatch.FromRows(schema, [[1L, 2L]]);

        var error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(prepared, parameters));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Contains("2 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_doesnt_fit_its_parameter_is_refused_and_the_next_one_is_taken()
    {
        var (prepared, _) = await PrepareAsync();
        using var text = MetadataBatch.FromRows(new Schema(new Field("1", ArrowTypes.Utf8)), [["no number"]]);
        using var number = MetadataBatch.FromRows(new Schema(new Field("1", ArrowTypes.Utf8)), [["41"]]);

        var error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(prepared, text));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Contains("no number", error.Message, StringComparison.Ordinal);
        Assert.Equal([[42L]], await ReadAsync(prepared, number));
    }

    [Fact]
    public async Task A_client_that_goes_midway_leaves_what_was_bound_before()
    {
        var (prepared, command) = await PrepareAsync();
        using var parameters = MetadataBatch.FromRows(Numbers, [[1L]]);
        Assert.Equal([[2L]], await ReadAsync(prepared, parameters));

        await using (var call = fixture.Connect().Flight.Channel.Duplex(FlightMethods.DoPut, null, default))
        {
            var output = await call.OutputAsync();
            await new BatchStreamWriter(output, Numbers).WriteSchemaAsync(FlightSqlCommand.ToDescriptor(command), default);
            await WriteBytesAsync(output, [0, 0, 1, 0, 0, 0x12]);
        }

        Assert.Equal([[2L]], await ReadAsync(prepared, null));
    }

    [Fact]
    public async Task A_body_of_64_MiB_in_one_message_is_taken()
    {
        const int Length = 64 * 1024 * 1024;
        var prepared = await fixture.Connect().PrepareAsync("SELECT octet_length(?::BLOB)", null, default);
        using var bytes = MetadataBatch.FromRows(new Schema(new Field("1", ArrowTypes.Binary)), [[new byte[Length]]]);

        Assert.Equal([[(long)Length]], await ReadAsync(prepared, bytes));
    }

    [Theory]
    [InlineData(ActionTypes.CreatePreparedStatement)]
    [InlineData(ActionTypes.ClosePreparedStatement)]
    [InlineData(ActionTypes.CancelFlightInfo)]
    [InlineData(ActionTypes.CancelQuery)]
    [InlineData(ActionTypes.SetSessionOptions)]
    public async Task An_action_that_cant_be_parsed_is_the_callers_fault(string action)
    {
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() => client.ActAsync(action, ByteString.CopyFrom(0x0A, 0xFF, 0xFF), null, default));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    private static async ValueTask WriteBytesAsync(PipeWriter output, byte[] bytes) => await output.WriteAsync(bytes);

    private static byte[] Prefixed(byte[] message) => [0, 0, 0, 0, (byte)message.Length, .. message];

    private static ValueTask DescribeAsync(PipeWriter output, IMessage command) =>
        output.WriteFrameAsync(new FlightDataFrame { Descriptor = FlightSqlCommand.ToDescriptor(command) }, default);

    private static async Task<List<object?[]>> ReadAsync(PreparedStatement prepared, RecordBatch? parameters)
    {
        await using var stream = await prepared.QueryAsync(parameters, null, default);
        return await stream.ReadAsync();
    }

    private readonly FlightSqlClient _client = fixture.Connect();

    private async Task<(PreparedStatement Prepared, CommandPreparedStatementQuery Command)> PrepareAsync()
    {
        const string Sql = "SELECT ?::BIGINT + 1";
        var prepared = await _client.PrepareAsync(Sql, null, default);
        var body = await _client.ActAsync(
            ActionTypes.CreatePreparedStatement, FlightSqlCommand.Pack(new ActionCreatePreparedStatementRequest { Query = Sql }), null, default);
        var handle = FlightSqlCommand.Unpack<ActionCreatePreparedStatementResult>(body).PreparedStatementHandle;
        return (prepared, new CommandPreparedStatementQuery { PreparedStatementHandle = handle });
    }

    private async Task AssertRefusedAsync(Func<PipeWriter, ValueTask> write, string word)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(write));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await _client.ReadValueAsync("SELECT 1"));
    }

    private async Task UploadAsync(Func<PipeWriter, ValueTask> write)
    {
        await using var call = _client.Flight.Channel.Duplex(FlightMethods.DoPut, null, default);
        await write(await call.OutputAsync());
        call.CloseOutput();
        await using var response = await call.ResponseAsync();
        while (await response.ReadAsync(PutResult.Parser, default) is not null)
        {
        }
    }
}
