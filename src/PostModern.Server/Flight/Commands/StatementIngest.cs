using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Engine.Ingest;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Server.Sessions;
using Exists = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions.Types.TableExistsOption;
using NotExists = PostModern.Flight.Messages.CommandStatementIngest.Types.TableDefinitionOptions.Types.TableNotExistOption;

namespace PostModern.Server.Flight.Commands;

/// <summary>Rows for a table, straight from the client's stream: DuckDB pulls them as it writes, so a slow disk is back-pressure.</summary>
internal static class StatementIngest
{
    public static async Task DoPutAsync(CallContext context, CommandStatementIngest command, BatchReader upload)
    {
        var schema = await upload.ReadSchemaAsync(context.Cancelled)
            ?? throw new ServerException(ErrorCode.InvalidInput, "The upload has no Arrow schema; send one, also for no rows.");
        var transaction = Transactions.Join(command.TransactionId).Transaction;
        var (rows, statistics) = await StatementStreams.RunAsync(
            context, Guid.NewGuid(), token => context.Session.Engine.IngestAsync(ToTarget(command), transaction, schema, ReadAsync(upload, token), token));
        await PutResults.SendRowsAsync(context, rows ?? -1);
        StatementStreams.SetTrailers(context.Call, statistics);
    }

    private static IngestTarget ToTarget(CommandStatementIngest command)
    {
        var definition = command.TableDefinitionOptions;
        return new IngestTarget(command.HasCatalog ? command.Catalog : null, command.HasSchema ? command.Schema : null, command.Table)
        {
            IsTemporary = command.Temporary,
            CreatesMissing = definition?.IfNotExist != NotExists.Fail,
            IfExists = definition?.IfExists switch
            {
                Exists.Append => IfTableExists.Append,
                Exists.Replace => IfTableExists.Replace,
                _ => IfTableExists.Fail,
            },
        };
    }

    private static async IAsyncEnumerable<RecordBatch> ReadAsync(
        BatchReader upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await upload.ReadBatchAsync(cancellationToken) is { } batch)
        {
            yield return batch;
        }
    }
}
