using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Models;
using PostModern.Models.Signatures;

namespace PostModern.Engine.Functions;

/// <summary>A model's task as a SQL function: <c>caption(obj)</c>, <c>caption(obj, model => 'm', on_error => 'fail')</c>.</summary>
/// <remarks>
/// DuckDB calls with at most 2,048 rows, several threads at once. The function is volatile to DuckDB, so that a WHERE calls it only for
/// rows which cheaper conditions left over; rows that repeat are shared below, by the runtime and its cache.
/// </remarks>
internal sealed class ModelFunction(ModelRuntime runtime, TaskSignature signature, StatementContexts contexts)
{
    private static readonly Dictionary<string, object?> s_noOptions = [];

    /// <summary>Under each of its names, without and with options.</summary>
    public IEnumerable<ScalarFunction> Overloads() => signature.Aliases.Prepend(signature.Function).SelectMany(
        name => (ScalarFunction[])[Overload(name, withOptions: false), Overload(name, withOptions: true)]);

    private ScalarFunction Overload(string name, bool withOptions)
    {
        ArrowType?[] parameters = [.. signature.Parameters.Select(p => p.Type)];
        return new ScalarFunction
        {
            Name = name,
            Parameters = withOptions ? [.. parameters, null] : parameters,

            // The length of its vectors follows from the model, which only a call's options tell: the planner adds a cast to it.
            ReturnType = withOptions && signature.ResultType is FixedSizeListType vector ? new ListType(vector.Item) : signature.ResultType,
            IsVolatile = true,
            Bind = binding => Bind(binding, withOptions),
            Invoke = Invoke,
        };
    }

    private ModelCall Bind(FunctionBinding binding, bool withOptions)
    {
        var options = withOptions ? Options(binding.Arguments[^1]) : s_noOptions;
        for (var i = 0; i < signature.Parameters.Count; i++)
        {
            if (signature.Parameters[i].Role == ParameterRole.Model)
            {
                options = new Dictionary<string, object?>(options) { ["model"] = NameOf(binding.Arguments[i]) };
            }
        }

        var call = ModelCall.Of(signature.Function, runtime.Bind(signature, options), options);
        contexts.TryFind(binding.ConnectionId)?.Inputs.AddBound(call.Use);
        return call;
    }

    private IReadOnlyDictionary<string, object?> Options(FunctionArgument argument) =>
        argument is { IsConstant: true, Value: IReadOnlyDictionary<string, object?> options }
            ? options
            : throw new ServerException(ErrorCode.InvalidInput, $"{signature.Function}: options are written as name => value, with constant values.");

    private string NameOf(FunctionArgument argument) => argument is { IsConstant: true, Value: string name }
        ? name
        : throw new ServerException(ErrorCode.InvalidInput, $"{signature}: the model is a constant text.");

    /// <summary>DuckDB's callback is synchronous, so its thread waits here; nothing of ours runs on that thread.</summary>
    private Column Invoke(FunctionCall call)
    {
        var bound = (ModelCall)call.BindData!;
        Column[] columns = [.. call.Arguments.Columns.Take(signature.Parameters.Count)];
        var context = contexts.Find(call.ConnectionId);
        var result = bound.Model.RunAsync(columns, context.InferenceUse, context.Spending, call.Cancellation).GetAwaiter().GetResult();
        if (signature.Input == InputKind.Object)
        {
            context.Inputs.AddObjects(columns[signature.InputIndex]);
        }

        context.Record(bound, CountRows(columns[signature.InputIndex]), result);
        return call.Arguments.Columns.Length > columns.Length ? Vectors.ToLists(result.Values) : result.Values;
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
