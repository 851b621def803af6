using System.IO.Pipelines;
using Google.Protobuf;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;

namespace PostModern.Tests.Server;

/// <summary>DoPut in the ways that other languages' clients use it.</summary>
public class UploadTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task An_update_is_answered_before_the_client_half_closes()
    {
        await using var call = fixture.Connect().Flight.Channel.Duplex(FlightMethods.DoPut, null, default);
        var update = new CommandStatementUpdate { Query = "CREATE TABLE early AS SELECT 1 AS n" };
        await new BatchStreamWriter(await call.OutputAsync(), new Schema()).WriteSchemaAsync(FlightSqlCommand.ToDescriptor(update), default);

        await using var response = await call.ResponseAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var answer = await response.ReadAsync(PutResult.Parser, default).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(1, DoPutUpdateResult.Parser.ParseFrom(answer!.AppMetadata).RecordCount);
        call.CloseOutput();
        Assert.Null(await response.ReadAsync(PutResult.Parser, default));
    }

    [Fact]
    public async Task An_update_may_be_a_descriptor_and_nothing_else()
    {
        var update = new CommandStatementUpdate { Query = "CREATE TABLE bare AS SELECT 1 AS n" };

        var answers = await UploadAsync(output => output.WriteFrameAsync(
            new FlightDataFrame { Descriptor = FlightSqlCommand.ToDescriptor(update) }, default));

        Assert.Single(answers);
        Assert.Equal(1L, await fixture.Connect().ReadValueAsync("SELECT count(*) FROM bare"));
    }

    [Fact]
    public async Task An_upload_without_a_descriptor_is_refused()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(output => new BatchStreamWriter(output, new Schema()).WriteSchemaAsync(null, default)));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Contains("descriptor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_update_says_why_and_the_session_works_on()
    {
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() => client.ExecuteAsync("INSERT INTO no_such_table VALUES (1)", null, default));

        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_message_of_many_megabytes_is_taken()
    {
        var client = fixture.Connect();
        var prepared = await client.PrepareAsync("SELECT length(?::VARCHAR)", null, default);
        using var text = MetadataBatch.FromRows(
            new Schema(new Field("1", ArrowTypes.Utf8)), [[new string('x', 20_000_000)]]);

        await using var stream = await prepared.QueryAsync(text, null, default);

        Assert.Equal(20_000_000L, (await stream.ReadAsync())[0][0]);
    }

    private async Task<List<ByteString>> UploadAsync(Func<PipeWriter, ValueTask> write)
    {
        await using var call = fixture.Connect().Flight.Channel.Duplex(FlightMethods.DoPut, null, default);
        await write(await call.OutputAsync());
        call.CloseOutput();
        await using var response = await call.ResponseAsync();
        var answers = new List<ByteString>();
        while (await response.ReadAsync(PutResult.Parser, default) is { } answer)
        {
            answers.Add(answer.AppMetadata);
        }

        return answers;
    }
}
