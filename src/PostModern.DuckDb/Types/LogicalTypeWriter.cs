using PostModern.DuckDb.Native;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Types;

/// <summary><see cref="DuckType"/> → <c>duckdb_logical_type</c>.</summary>
internal static class LogicalTypeWriter
{
    public static LogicalTypeHandle Create(DuckType type)
    {
        switch (type.Id)
        {
            case DuckDbTypeId.Decimal:
                return duckdb_create_decimal_type(type.Width, type.Scale);
            case DuckDbTypeId.Enum:
                return duckdb_create_enum_type([.. type.Labels], (ulong)type.Labels.Count);
            case DuckDbTypeId.List or DuckDbTypeId.Array:
                using (var item = Create(type.Children[0].Type))
                {
                    return type.Id == DuckDbTypeId.List
                        ? duckdb_create_list_type(item)
                        : duckdb_create_array_type(item, (ulong)type.Size);
                }

            case DuckDbTypeId.Map:
                using (var key = Create(type.Children[0].Type))
                using (var value = Create(type.Children[1].Type))
                {
                    return duckdb_create_map_type(key, value);
                }

            case DuckDbTypeId.Struct or DuckDbTypeId.Union:
                return CreateFields(type);
            default:
                return duckdb_create_logical_type(type.Id);
        }
    }

    private static LogicalTypeHandle CreateFields(DuckType type)
    {
        var handles = type.Children.Select(child => Create(child.Type)).ToArray();
        try
        {
            nint[] types = [.. handles.Select(handle => handle.DangerousGetHandle())];
            string[] names = [.. type.Children.Select(child => child.Name)];
            return type.Id == DuckDbTypeId.Struct
                ? duckdb_create_struct_type(types, names, (ulong)names.Length)
                : duckdb_create_union_type(types, names, (ulong)names.Length);
        }
        finally
        {
            Array.ForEach(handles, handle => handle.Dispose());
        }
    }
}
