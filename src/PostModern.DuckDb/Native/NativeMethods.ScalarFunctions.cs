using System.Runtime.InteropServices;

namespace PostModern.DuckDb.Native;

/// <content>Scalar functions and the expressions seen when they are bound.</content>
internal static partial class NativeMethods
{
    [LibraryImport(Library)]
    internal static partial ScalarFunctionHandle duckdb_create_scalar_function();

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_scalar_function(ref nint function);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_set_name(ScalarFunctionHandle function, string name);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_varargs(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_special_handling(ScalarFunctionHandle function);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_volatile(ScalarFunctionHandle function);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_add_parameter(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_set_return_type(ScalarFunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static unsafe partial void duckdb_scalar_function_set_extra_info(
        ScalarFunctionHandle function, nint info, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    internal static unsafe partial void duckdb_scalar_function_set_bind(
        ScalarFunctionHandle function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library)]
    internal static unsafe partial void duckdb_scalar_function_set_function(
        ScalarFunctionHandle function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> call);

    [LibraryImport(Library)]
    internal static unsafe partial void duckdb_scalar_function_set_bind_data(
        nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Library)]
    internal static unsafe partial void duckdb_scalar_function_set_bind_data_copy(nint info, delegate* unmanaged[Cdecl]<nint, nint> copy);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_bind_set_error(nint info, string error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void duckdb_scalar_function_set_error(nint info, string error);

    [LibraryImport(Library)]
    internal static partial nint duckdb_scalar_function_bind_get_extra_info(nint info);

    [LibraryImport(Library)]
    internal static partial nint duckdb_scalar_function_get_bind_data(nint info);

    [LibraryImport(Library)]
    internal static partial void duckdb_scalar_function_get_client_context(nint info, out ClientContextHandle context);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_scalar_function_bind_get_argument_count(nint info);

    [LibraryImport(Library)]
    internal static partial ExpressionHandle duckdb_scalar_function_bind_get_argument(nint info, ulong index);

    [LibraryImport(Library)]
    internal static partial DuckDbState duckdb_register_scalar_function(ConnectionHandle connection, ScalarFunctionHandle function);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_expression(ref nint expression);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_expression_return_type(ExpressionHandle expression);

    [LibraryImport(Library)]
    internal static partial byte duckdb_expression_is_foldable(ExpressionHandle expression);

    [LibraryImport(Library)]
    internal static partial ErrorDataHandle duckdb_expression_fold(ClientContextHandle context, ExpressionHandle expression, out ValueHandle value);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_error_data(ref nint error);

    [LibraryImport(Library)]
    internal static partial byte duckdb_error_data_has_error(ErrorDataHandle error);

    [LibraryImport(Library)]
    internal static partial nint duckdb_error_data_message(ErrorDataHandle error);
}
