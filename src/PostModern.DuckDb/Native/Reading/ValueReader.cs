using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.DuckDb.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary><c>duckdb_value</c> → boxed CLR value, by way of a vector of one row, so that there is one reading of each type.</summary>
internal static class ValueReader
{
    /// <summary>As <see cref="ColumnValue.Get"/>.</summary>
    public static object? Read(ValueHandle value)
    {
        using var handle = LogicalTypeHandle.Borrow(NativeMethods.duckdb_get_value_type(value));
        using var vector = NativeMethods.duckdb_create_vector(handle, 1);
        NativeMethods.duckdb_vector_reference_value(vector, value);
        using var reader = ColumnReaders.Create(LogicalTypeReader.Read(handle), ResultOptions.Default);
        reader.Attach(vector.DangerousGetHandle());
        reader.Append(0, 1);
        using var owner = new NativeBufferSet();
        return ColumnValue.Get(reader.Build(owner), 0);
    }
}
