using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;
using PostModern.Models;

namespace PostModern.Engine.Functions;

/// <summary><c>to_object(uri)</c> and <c>try_to_object(uri)</c>: the object at a path, in a bucket or behind a link, pinned.</summary>
/// <remarks>
/// The first fails the statement at an object that is missing or broken. The second answers NULL and notes a row error, and unlike other functions
/// may do so for all rows: it was asked to try.
/// </remarks>
internal sealed class ObjectFunctions(ObjectStores stores, StatementContexts contexts)
{
    private const int MostAtOnce = 64;

    private readonly ConditionalWeakTable<StatementContext, Memo<string, ObjectRef>> _memos = [];

    public IEnumerable<ScalarFunction> Functions() => [Function("to_object", mayFail: false), Function("try_to_object", mayFail: true)];

    private ScalarFunction Function(string name, bool mayFail) => new()
    {
        Name = name,
        Parameters = [ArrowTypes.Utf8],
        ReturnType = ObjectRef.ArrowType,
        IsVolatile = true,
        Invoke = call => Invoke(name, mayFail, call),
    };

    /// <summary>DuckDB's callback is synchronous, so its thread waits here; nothing of ours runs on that thread.</summary>
    private Column Invoke(string name, bool mayFail, FunctionCall call)
    {
        var context = contexts.Find(call.ConnectionId);
        var memo = _memos.GetOrCreateValue(context);
        var uris = call.Arguments.Columns[0];
        var objects = new ObjectRef?[uris.Length];
        var failures = new RowError?[uris.Length];
        Parallel.ForEachAsync(
            Enumerable.Range(0, uris.Length).Where(row => !uris.IsNull(row)),
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = call.Cancellation },
            async (row, _) =>
            {
                var uri = uris.GetString(row)!;
                try
                {
                    objects[row] = await memo.GetAsync(uri, u => FindAsync(u, call.Cancellation));
                }
                catch (ServerException e) when (mayFail)
                {
                    failures[row] = new RowError(row, uri, e.Message, e.Code);
                }
            }).GetAwaiter().GetResult();

        var values = Build(objects);
        context.Inputs.AddObjects(values);
        context.RecordTolerated(name, [.. failures.OfType<RowError>()]);
        return values;
    }

    private async Task<ObjectRef> FindAsync(string uri, CancellationToken cancellation)
    {
        var (place, part) = ObjectUri.SplitFragment(uri);
        var obj = await stores.For(place).TryGetAsync(place, cancellation)
            ?? throw new ServerException(ErrorCode.NotFound, $"There is no object '{place}'.");
        return ObjectUri.IsPart(part) ? obj with { Uri = $"{obj.Uri}#{part}" } : obj;
    }

    private static Column Build(ObjectRef?[] objects)
    {
        var builder = new StructBuilder(ObjectRef.ArrowType);
        foreach (var obj in objects)
        {
            if (obj is null)
            {
                builder.AppendNull();
            }
            else
            {
                obj.Append(builder);
            }
        }

        return builder.Build();
    }
}
