using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Http;

namespace PostModern.Engine.Functions;

/// <summary><c>pm_http(url or urls, hash)</c>: a list with an entry for each link, which <c>http(…)</c> makes rows of.</summary>
/// <remarks>A broken link is an entry that says so, and no row error: nothing fails, not even when all are broken.</remarks>
internal sealed class LinkFunction(HttpObjectStore links, StatementContexts contexts)
{
    private const string Name = "pm_http";
    private const int MostAtOnce = 64;

    /// <summary>Links written into a statement that its recipe names one by one; more are told of by their hash.</summary>
    private const int MostListed = 100;

    private static readonly StructType s_entry = new([
        .. ObjectTable.Schema.Fields,
        new Field("status", ArrowTypes.Int32), new Field("redirected_to", ArrowTypes.Utf8), new Field("hash", ArrowTypes.Utf8)]);

    private readonly ConditionalWeakTable<StatementContext, Memo<(string Url, bool Hash), HttpLink>> _memos = [];

    public ScalarFunction Function() => new()
    {
        Name = Name,
        Parameters = [null, ArrowTypes.Boolean],
        ReturnType = new ListType(s_entry),
        IsVolatile = true,
        Bind = Bind,
        Invoke = Invoke,
    };

    /// <returns>Whether the links stand in the statement.</returns>
    private static object? Bind(FunctionBinding binding)
    {
        var links = binding.Arguments[0];
        return links.Type is StringType or NullType or ListType { Item.Type: StringType or NullType }
            ? links.IsConstant && (links.Value is not object?[] list || list.Length <= MostListed)
            : throw new ServerException(ErrorCode.InvalidInput, "http: give a link as VARCHAR, or several as VARCHAR[].");
    }

    /// <summary>DuckDB's callback is synchronous, so its thread waits here; nothing of ours runs on that thread.</summary>
    private Column Invoke(FunctionCall call)
    {
        var context = contexts.Find(call.ConnectionId);
        var rows = Enumerable.Range(0, call.Arguments.Length).Select(row => Questions(call.Arguments, row)).ToArray();
        var memo = _memos.GetOrCreateValue(context);
        var entries = new HttpLink[rows.Sum(r => r.Length)];
        Parallel.ForEachAsync(
            rows.SelectMany(r => r).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = call.Cancellation },
            async (question, _) => entries[question.Index] =
                await memo.GetAsync(question.Item, q => links.AskAsync(q.Url, q.Hash, call.Cancellation))).GetAwaiter().GetResult();
        Note(context, entries, call.BindData is true);
        return Build(rows, entries);
    }

    /// <summary>A row's links; NULL is none.</summary>
    private static (string Url, bool Hash)[] Questions(RecordBatch arguments, int row)
    {
        var hash = ColumnValue.Get(arguments.Columns[1], row) is true;
        object?[] links = arguments.Columns[0].Type is NullType ? [] : ColumnValue.Get(arguments.Columns[0], row) switch
        {
            object?[] several => several,
            var one => [one],
        };
        return [.. links.OfType<string>().Select(url => (url, hash))];
    }

    private static void Note(StatementContext context, HttpLink[] entries, bool areListed)
    {
        foreach (var entry in entries)
        {
            if (areListed)
            {
                context.Inputs.AddListed("http", entry.Url, entry.ToListing());
                context.Inputs.AddListed("http", entry.Url, null);
            }
            else
            {
                context.Inputs.AddObject(entry.Obj?.Uri ?? entry.Url, entry.Obj?.Etag ?? entry.Failure?.Message);
            }
        }
    }

    private static Column Build((string Url, bool Hash)[][] rows, HttpLink[] entries)
    {
        var builder = new ListBuilder(new ListType(s_entry));
        var next = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                builder.Items.AppendValue(Values(entries[next++]));
            }

            builder.Append();
        }

        return builder.Build();
    }

    private static object?[] Values(HttpLink link)
    {
        var entry = link.ToListing();
        return
        [
            entry.Path, entry.Name, entry.Extension, entry.Size, entry.Modified, entry.Etag, entry.Version, entry.ContentType, entry.Error,
            entry.Obj?.ToValues(), link.Status, link.RedirectedTo, link.Hash,
        ];
    }
}
