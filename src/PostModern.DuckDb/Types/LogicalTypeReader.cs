using PostModern.DuckDb.Native;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Types;

/// <summary><c>duckdb_logical_type</c> → <see cref="DuckType"/>.</summary>
internal static class LogicalTypeReader
{
    public static DuckType Read(LogicalTypeHandle handle)
    {
        var id = duckdb_get_type_id(handle);
        var type = id switch
        {
            DuckDbTypeId.Decimal => ReadDecimal(handle),
            DuckDbTypeId.Enum => ReadEnum(handle),
            DuckDbTypeId.List => new DuckType(id) { Children = [Child("item", duckdb_list_type_child_type(handle))] },
            DuckDbTypeId.Array => ReadArray(handle),
            DuckDbTypeId.Map => ReadMap(handle),
            DuckDbTypeId.Struct => new DuckType(id) { Children = ReadFields(handle) },
            DuckDbTypeId.Union => new DuckType(id) { Children = ReadMembers(handle) },
            // The types of untyped literals, seen only while a function is bound.
            DuckDbTypeId.StringLiteral => new DuckType(DuckDbTypeId.Varchar),
            DuckDbTypeId.IntegerLiteral => new DuckType(DuckDbTypeId.Integer),
            _ => new DuckType(id),
        };
        return type with { Alias = NativeString.Take(duckdb_logical_type_get_alias(handle)) };
    }

    /// <summary>Reads the type, and destroys the handle.</summary>
    public static DuckType Take(LogicalTypeHandle handle)
    {
        using (handle)
        {
            return Read(handle);
        }
    }

    private static DuckType ReadDecimal(LogicalTypeHandle handle) => new(DuckDbTypeId.Decimal)
    {
        Width = duckdb_decimal_width(handle),
        Scale = duckdb_decimal_scale(handle),
        Storage = duckdb_decimal_internal_type(handle),
    };

    private static DuckType ReadEnum(LogicalTypeHandle handle)
    {
        var labels = new string[duckdb_enum_dictionary_size(handle)];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = NativeString.Take(duckdb_enum_dictionary_value(handle, (ulong)i)) ?? "";
        }

        return new DuckType(DuckDbTypeId.Enum) { Labels = labels, Storage = duckdb_enum_internal_type(handle) };
    }

    private static DuckType ReadArray(LogicalTypeHandle handle) => new(DuckDbTypeId.Array)
    {
        Size = checked((int)duckdb_array_type_array_size(handle)),
        Children = [Child("item", duckdb_array_type_child_type(handle))],
    };

    private static DuckType ReadMap(LogicalTypeHandle handle) => new(DuckDbTypeId.Map)
    {
        Children = [Child("key", duckdb_map_type_key_type(handle)), Child("value", duckdb_map_type_value_type(handle))],
    };

    private static DuckField[] ReadFields(LogicalTypeHandle handle)
    {
        var fields = new DuckField[duckdb_struct_type_child_count(handle)];
        for (var i = 0; i < fields.Length; i++)
        {
            var name = NativeString.Take(duckdb_struct_type_child_name(handle, (ulong)i));
            fields[i] = Child(name ?? "", duckdb_struct_type_child_type(handle, (ulong)i));
        }

        return fields;
    }

    private static DuckField[] ReadMembers(LogicalTypeHandle handle)
    {
        var members = new DuckField[duckdb_union_type_member_count(handle)];
        for (var i = 0; i < members.Length; i++)
        {
            var name = NativeString.Take(duckdb_union_type_member_name(handle, (ulong)i));
            members[i] = Child(name ?? "", duckdb_union_type_member_type(handle, (ulong)i));
        }

        return members;
    }

    private static DuckField Child(string name, LogicalTypeHandle type) => new(name, Take(type));
}
