using Google.Protobuf;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Client;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using Exists = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions.Types.TableExistsOption;
using NotExists = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions.Types.TableNotExistOption;
using Options = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions;

namespace PostModern.Tests.Server;

public class IngestTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Schema Columns = new(new Field("id", ArrowTypes.Int64), new Field("word", ArrowTypes.Utf8));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_table_is_created_appended_to_by_name_and_replaced(bool isTemporary)
    {
        var client = fixture.Connect();
        var name = $"modes_{isTemporary}";

        Assert.Equal(2, await UploadAsync(client, Ingest(name, NotExists.Create, Exists.Fail, isTemporary), Columns, [[1L, "one"], [2L, null]]));
        var swapped = new Schema(Columns.Fields[1], Columns.Fields[0]);
        Assert.Equal(1, await UploadAsync(client, Ingest(name, NotExists.Fail, Exists.Append, isTemporary), swapped, [["three", 3L]]));
        Assert.Equal([[1L, "one"], [2L, null], [3L, "three"]], await client.ReadAsync($"SELECT id, word FROM {name} ORDER BY id"));
        Assert.Equal(1, await UploadAsync(client, Ingest(name, NotExists.Create, Exists.Replace, isTemporary), Columns, [[9L, "nine"]]));

        Assert.Equal([[9L, "nine"]], await client.ReadAsync($"FROM {name}"));
        Assert.Equal(
            isTemporary ? 0L : 3L, await client.ReadValueAsync($"SELECT coalesce(max(version), 0) FROM pm.datasets WHERE name = '{name}'"));
        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(client, Ingest(name, NotExists.Create, Exists.Fail, isTemporary), Columns, []));
        Assert.Equal(GrpcStatusCode.AlreadyExists, error.Status);
    }

    [Fact]
    public async Task A_missing_table_is_an_error_where_it_must_be_there()
    {
        var client = fixture.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(client, Ingest("missing", NotExists.Fail, Exists.Append), Columns, [[1L, "x"]]));

        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
        Assert.Contains("'missing'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await client.ReadValueAsync("SELECT 1"));
    }

    [Fact]
    public async Task An_upload_without_rows_makes_an_empty_table_with_its_columns()
    {
        var client = fixture.Connect();

        Assert.Equal(0, await UploadAsync(client, Ingest("hollow", NotExists.Create, Exists.Fail), Columns, []));

        Assert.Equal([["id", "BIGINT"], ["word", "VARCHAR"]], (await client.ReadAsync("DESCRIBE hollow")).Select(row => row[..2]));
    }

    [Fact]
    public async Task A_schema_of_its_own_is_taken_and_an_unknown_one_refused()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE SCHEMA uploads", null, default);
        var command = Ingest("placed", NotExists.Create, Exists.Fail);
        command.Schema = "uploads";
        command.Catalog = "postmodern";

        await UploadAsync(client, command, Columns, [[1L, "x"]]);
        command.Schema = "nowhere";
        var error = await Assert.ThrowsAsync<RpcException>(() => UploadAsync(client, command, Columns, [[1L, "x"]]));

        Assert.Equal(1L, await client.ReadValueAsync("SELECT id FROM uploads.placed"));
        Assert.Equal(GrpcStatusCode.NotFound, error.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_joins_the_transaction_that_it_names_or_the_only_open_one(bool namesIt)
    {
        var client = fixture.Connect();
        var name = $"in_transaction_{namesIt}";
        var begun = await client.ActAsync(ActionTypes.BeginTransaction, FlightSqlCommand.Pack(new ActionBeginTransactionRequest()), null, default);
        var id = FlightSqlCommand.Unpack<ActionBeginTransactionResult>(begun).TransactionId;
        var command = Ingest(name, NotExists.Create, Exists.Append);
        if (namesIt)
        {
            command.TransactionId = id;
        }

        await UploadAsync(client, command, Columns, [[1L, "x"]]);
        await UploadAsync(client, command, Columns, [[2L, "y"]]);

        await Assert.ThrowsAsync<RpcException>(() => client.ReadAsync($"FROM {name}"));
        var inside = await client.ReadAsync(new CommandStatementQuery { Query = $"SELECT count(*) FROM {name}", TransactionId = id });
        Assert.Equal(2L, inside[0][0]);
        var commit = new ActionEndTransactionRequest { TransactionId = id, Action = ActionEndTransactionRequest.Types.EndTransaction.Commit };
        await client.ActAsync(ActionTypes.EndTransaction, FlightSqlCommand.Pack(commit), null, default);
        Assert.Equal(2L, await fixture.Connect().ReadValueAsync($"SELECT count(*) FROM {name}"));
    }

    [Fact]
    public async Task A_value_that_doesnt_fit_fails_the_whole_upload_and_leaves_no_version()
    {
        var client = fixture.Connect();
        await client.ExecuteAsync("CREATE TABLE strict (id TINYINT)", null, default);
        var numbers = new Schema(new Field("id", ArrowTypes.Int64));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => UploadAsync(client, Ingest("strict", NotExists.Fail, Exists.Append), numbers, [[1L], [1000L]]));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
        Assert.Equal(0L, await client.ReadValueAsync("SELECT count(*) FROM strict"));
        Assert.Equal(1L, await client.ReadValueAsync("SELECT count(*) FROM pm.versions('strict')"));
    }

    [Fact]
    public async Task An_upload_whose_source_fails_midway_leaves_nothing_and_says_why()
    {
        var client = fixture.Connect();
        static async IAsyncEnumerable<RecordBatch> Batches()
        {
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
                yield return MetadataBatch.FromRows(Columns, [[(long)i, "x"]]);
            }

            throw new IOException("The source's disk is gone.");
        }

        for (var i = 0; i < 20; i++)
        {
            var error = await Assert.ThrowsAsync<IOException>(
                () => client.Flight.DoPutAsync(Ingest("half", NotExists.Create, Exists.Append), Columns, Batches(), null, default));
            Assert.Equal("The source's disk is gone.", error.Message);
        }

        Assert.Equal(0L, await client.ReadValueAsync("SELECT count(*) FROM pm.datasets WHERE name = 'half'"));
    }

    [Fact]
    public async Task A_large_upload_streams_in_many_batches()
    {
        var client = fixture.Connect();
        async IAsyncEnumerable<RecordBatch> Batches()
        {
            for (var i = 0; i < 100; i++)
            {
                await Task.Yield();
                yield return MetadataBatch.FromRows(Columns, Enumerable.Range(i * 1000, 1000).Select(n => new object?[] { (long)n, $"word {n}" }));
            }
        }

        var answers = await client.Flight.DoPutAsync(Ingest("large", NotExists.Create, Exists.Fail), Columns, Batches(), null, default);

        Assert.Equal(100_000, DoPutUpdateResult.Parser.ParseFrom(answers[0]).RecordCount);
        Assert.Equal([[100_000L, 99_999L, "word 99999"]], await client.ReadAsync("SELECT count(DISTINCT id), max(id), max_by(word, id) FROM large"));
    }

    private static CommandStatementIngest Ingest(string table, NotExists missing, Exists existing, bool isTemporary = false) => new()
    {
        Table = table,
        Temporary = isTemporary,
        TableDefinitionOptions = new Options { IfNotExist = missing, IfExists = existing },
    };

    private static async Task<long> UploadAsync(FlightSqlClient client, IMessage command, Schema schema, object?[][] rows)
    {
        using var batch = MetadataBatch.FromRows(schema, rows);
        RecordBatch[] batches = rows.Length > 0 ? [batch] : [];
        var answers = await client.Flight.DoPutAsync(command, schema, batches.ToAsyncEnumerable(), null, default);
        return DoPutUpdateResult.Parser.ParseFrom(answers[0]).RecordCount;
    }
}
