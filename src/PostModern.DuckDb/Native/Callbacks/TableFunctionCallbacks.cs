using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;
using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native.Reading;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>What DuckDB calls for table functions. No exception may leave these methods: it would end the process.</summary>
internal static unsafe class TableFunctionCallbacks
{
    public static void Register(ConnectionHandle connection, TableFunction function, CallContexts contexts)
    {
        using var handle = duckdb_create_table_function();
        duckdb_table_function_set_name(handle, function.Name);
        AddParameters(handle, function);
        duckdb_table_function_supports_projection_pushdown(handle, 1);
        duckdb_table_function_set_extra_info(handle, Pinned.Hold(new RegisteredTable(function, contexts)), Pinned.Free);
        duckdb_table_function_set_bind(handle, &Bind);
        duckdb_table_function_set_init(handle, &Init);
        duckdb_table_function_set_function(handle, &Scan);
        if (duckdb_register_table_function(connection, handle) == DuckDbState.Error)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"DuckDB refuses the table function '{function.Name}' with these types.");
        }
    }

    private static void AddParameters(TableFunctionHandle handle, TableFunction function)
    {
        foreach (var parameter in function.Parameters)
        {
            using var type = ParameterTypes.Create(parameter);
            duckdb_table_function_add_parameter(handle, type);
        }

        foreach (var (name, parameter) in function.NamedParameters)
        {
            using var type = ParameterTypes.Create(parameter);
            duckdb_table_function_add_named_parameter(handle, name, type);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var registered = Pinned.Get<RegisteredTable>(duckdb_bind_get_extra_info(info));
        CallContext? context = null;
        try
        {
            duckdb_table_function_get_client_context(info, out var client);
            using (client)
            {
                context = registered.Contexts.Find(duckdb_client_context_get_connection_id(client));
            }

            var table = registered.Function.Bind(ReadBinding(info, registered.Function, context));
            AddColumns(info, table);
            duckdb_bind_set_bind_data(info, Pinned.Hold(new BoundScan(table, context)), Pinned.Free);
        }
        catch (Exception exception)
        {
            context?.Fail(exception);
            duckdb_bind_set_error(info, exception.Message);
        }
    }

    private static TableFunctionBinding ReadBinding(nint info, TableFunction function, CallContext context)
    {
        var arguments = new object?[duckdb_bind_get_parameter_count(info)];
        for (var i = 0; i < arguments.Length; i++)
        {
            using var value = duckdb_bind_get_parameter(info, (ulong)i);
            arguments[i] = ValueReader.Read(value);
        }

        return new TableFunctionBinding
        {
            ConnectionId = context.ConnectionId,
            Arguments = arguments,
            NamedArguments = ReadNamedArguments(info, function),
            Cancellation = context.Cancellation,
        };
    }

    private static Dictionary<string, object?> ReadNamedArguments(nint info, TableFunction function)
    {
        var named = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in function.NamedParameters.Keys)
        {
            using var value = duckdb_bind_get_named_parameter(info, name);
            if (!value.IsInvalid)
            {
                named[name] = ValueReader.Read(value);
            }
        }

        return named;
    }

    private static void AddColumns(nint info, BoundTable table)
    {
        foreach (var field in table.Schema.Fields)
        {
            using var type = ParameterTypes.CreateColumn(field);
            duckdb_bind_add_result_column(info, field.Name, type);
        }

        if (table.EstimatedRows is { } rows)
        {
            duckdb_bind_set_cardinality(info, (ulong)rows, 0);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        var scan = Pinned.Get<BoundScan>(duckdb_init_get_bind_data(info));
        try
        {
            var columns = new int[duckdb_init_get_column_count(info)];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = (int)duckdb_init_get_column_index(info, (ulong)i);
            }

            duckdb_init_set_init_data(info, Pinned.Hold(new ScanState(scan, columns)), Pinned.Free);
        }
        catch (Exception exception)
        {
            scan.Context.Fail(exception);
            duckdb_init_set_error(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Scan(nint info, nint chunk)
    {
        var state = Pinned.Get<ScanState>(duckdb_function_get_init_data(info));
        state.Context.Working.Enter();
        try
        {
            state.Fill(chunk);
        }
        catch (Exception exception)
        {
            state.Context.Fail(exception);
            duckdb_function_set_error(info, exception.Message);
        }
        finally
        {
            state.Context.Working.Leave(hasAnswered: false);
        }
    }
}
