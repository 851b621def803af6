using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb.Functions;
using PostModern.Models;

namespace PostModern.Engine.Functions;

/// <summary>A model's task as a SQL function: <c>caption(obj)</c>, <c>caption(obj, model => 'm', on_error => 'fail')</c>.</summary>
/// <remarks>
/// DuckDB calls with at most 2,048 rows, several threads at once. The function is volatile to DuckDB, so that a WHERE calls it only for
/// rows which cheaper conditions left over; rows that repeat are shared below, by the runtime and its cache.
/// </remarks>
internal sealed class ModelFunction(ModelRuntime runtime, ModelTask task, StatementContexts contexts)
{
    private static readonly Dictionary<string, object?> s_noOptions = [];

    /// <summary>One for each kind of input, without and with options.</summary>
    public IEnumerable<ScalarFunction> Overloads()
    {
        InputKind[] kinds = task.Input == InputKind.Either ? [InputKind.Object, InputKind.Text] : [task.Input];
        foreach (var kind in kinds)
        {
            yield return Overload(kind, withOptions: false);
            yield return Overload(kind, withOptions: true);
        }
    }

    private ScalarFunction Overload(InputKind kind, bool withOptions)
    {
        var model = runtime.Bind(task.Name, s_noOptions, kind);
        return new ScalarFunction
        {
            Name = task.Name,
            Parameters = withOptions ? [model.InputType, null] : [model.InputType],
            ReturnType = model.ResultType,
            IsVolatile = true,
            Bind = binding => Bind(withOptions ? Options(binding.Arguments[1]) : s_noOptions, kind, contexts.TryFind(binding.ConnectionId)),
            Invoke = Invoke,
        };
    }

    private ModelCall Bind(IReadOnlyDictionary<string, object?> options, InputKind kind, StatementContext? statement)
    {
        var call = ModelCall.Of(task.Name, runtime.Bind(task.Name, options, kind), options);
        statement?.Inputs.AddBound(call.Use);
        return call;
    }

    private IReadOnlyDictionary<string, object?> Options(FunctionArgument argument) =>
        argument is { IsConstant: true, Value: IReadOnlyDictionary<string, object?> options }
            ? options
            : throw new ServerException(ErrorCode.InvalidInput, $"{task.Name}: options are written as name => value, with constant values.");

    /// <summary>DuckDB's callback is synchronous, so its thread waits here; nothing of ours runs on that thread.</summary>
    private Column Invoke(FunctionCall call)
    {
        var bound = (ModelCall)call.BindData!;
        var input = call.Arguments.Columns[0];
        var context = contexts.Find(call.ConnectionId);
        var result = bound.Model.RunAsync(input, context.InferenceUse, call.Cancellation).GetAwaiter().GetResult();
        context.Inputs.AddObjects(input);
        context.Record(bound, CountRows(input), result);
        return result.Values;
    }

    private static int CountRows(Column input)
    {
        var rows = 0;
        for (var row = 0; row < input.Length; row++)
        {
            rows += input.IsNull(row) ? 0 : 1;
        }

        return rows;
    }
}
