using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native.Reading;
using PostModern.DuckDb.Types;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>One call of a scalar function in a planned statement.</summary>
/// <param name="function">The function.</param>
/// <param name="context">The connection's.</param>
/// <param name="data">What binding returned.</param>
/// <param name="unread">The arguments that binding has taken.</param>
internal sealed class BoundScalar(ScalarFunction function, CallContext context, object? data, IReadOnlySet<int> unread)
{
    private ArgumentTypes? _arguments;

    public ScalarFunction Function { get; } = function;

    public CallContext Context { get; } = context;

    public object? Data { get; } = data;

    /// <summary>A reader of the call's chunks. Types are those of the first chunk: binding saw them before casts were added.</summary>
    public BatchReader CreateReader(nint chunk)
    {
        var arguments = _arguments ??= ArgumentTypes.Read(chunk, unread);
        return new BatchReader(arguments.Schema, arguments.Types, ResultOptions.Default);
    }
}
