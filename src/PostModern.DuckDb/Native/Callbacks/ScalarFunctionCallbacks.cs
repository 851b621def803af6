using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native.Writing;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>What DuckDB calls for scalar functions. No exception may leave these methods: it would end the process.</summary>
internal static unsafe class ScalarFunctionCallbacks
{
    private static readonly HashSet<int> s_none = [];

    public static void Register(ConnectionHandle connection, ScalarFunction function, CallContexts contexts)
    {
        using var handle = duckdb_create_scalar_function();
        duckdb_scalar_function_set_name(handle, function.Name);
        SetTypes(handle, function);
        duckdb_scalar_function_set_special_handling(handle);
        if (function.IsVolatile)
        {
            duckdb_scalar_function_set_volatile(handle);
        }

        duckdb_scalar_function_set_extra_info(handle, Pinned.Hold(new RegisteredScalar(function, contexts)), Pinned.Free);
        duckdb_scalar_function_set_bind(handle, &Bind);
        duckdb_scalar_function_set_function(handle, &Invoke);
        if (duckdb_register_scalar_function(connection, handle) == DuckDbState.Error)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"DuckDB refuses the function '{function.Name}' with these types.");
        }
    }

    private static void SetTypes(ScalarFunctionHandle handle, ScalarFunction function)
    {
        foreach (var parameter in function.Parameters)
        {
            using var type = ParameterTypes.Create(parameter);
            duckdb_scalar_function_add_parameter(handle, type);
        }

        if (function.VarArgs)
        {
            using var any = ParameterTypes.Create(null);
            duckdb_scalar_function_set_varargs(handle, any);
        }

        using var returnType = ParameterTypes.Create(function.ReturnType);
        duckdb_scalar_function_set_return_type(handle, returnType);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var registered = Pinned.Get<RegisteredScalar>(duckdb_scalar_function_bind_get_extra_info(info));
        CallContext? context = null;
        try
        {
            duckdb_scalar_function_get_client_context(info, out var client);
            using (client)
            {
                context = registered.Contexts.Find(duckdb_client_context_get_connection_id(client));
                var function = registered.Function;
                var binding = function.Bind is null ? null : ReadBinding(info, client, context);
                var data = binding is null ? null : function.Bind!(binding);
                var bound = new BoundScalar(function, context, data, function.BindsConstants && binding is not null ? Constants(binding) : s_none);
                duckdb_scalar_function_set_bind_data(info, Pinned.Hold(bound), Pinned.Free);
                duckdb_scalar_function_set_bind_data_copy(info, Pinned.Copy);
            }
        }
        catch (Exception exception)
        {
            context?.Fail(exception);
            duckdb_scalar_function_bind_set_error(info, exception.Message);
        }
    }

    private static HashSet<int> Constants(FunctionBinding binding) =>
        [.. Enumerable.Range(0, binding.Arguments.Count).Where(i => binding.Arguments[i].IsConstant)];

    private static FunctionBinding ReadBinding(nint info, ClientContextHandle client, CallContext context)
    {
        var arguments = new FunctionArgument[duckdb_scalar_function_bind_get_argument_count(info)];
        for (var i = 0; i < arguments.Length; i++)
        {
            using var expression = duckdb_scalar_function_bind_get_argument(info, (ulong)i);
            arguments[i] = BoundArgument.Read(client, expression);
        }

        return new FunctionBinding { ConnectionId = context.ConnectionId, Arguments = arguments, Cancellation = context.Cancellation };
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Invoke(nint info, nint chunk, nint output)
    {
        var bound = Pinned.Get<BoundScalar>(duckdb_scalar_function_get_bind_data(info));
        try
        {
            using var reader = bound.CreateReader(chunk);
            reader.Append(chunk);
            using var arguments = reader.Build();
            VectorWriter.Write(Compute(bound, arguments), output, 0);
        }
        catch (Exception exception)
        {
            bound.Context.Fail(exception);
            duckdb_scalar_function_set_error(info, exception.Message);
        }
    }

    private static Column Compute(BoundScalar bound, RecordBatch arguments)
    {
        var context = bound.Context;
        context.Cancellation.ThrowIfCancellationRequested();
        var call = new FunctionCall
        {
            ConnectionId = context.ConnectionId,
            Arguments = arguments,
            BindData = bound.Data,
            Cancellation = context.Cancellation,
        };
        context.Working.Enter();
        Column result;
        try
        {
            result = bound.Function.Invoke(call);
        }
        finally
        {
            context.Working.Leave(hasAnswered: true);
        }

        return result.Length == arguments.Length && result.Type.Equals(bound.Function.ReturnType)
            ? result
            : throw new ServerException(
                ErrorCode.Internal,
                $"The function '{bound.Function.Name}' answered {arguments.Length} rows with {result.Length} of type {result.Type}.");
    }
}
