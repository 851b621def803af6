using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>The types that a function is registered with.</summary>
internal static class ParameterTypes
{
    /// <summary>The type of a parameter; null takes any.</summary>
    public static LogicalTypeHandle Create(ArrowType? type) =>
        LogicalTypeWriter.Create(type is null ? new DuckType(DuckDbTypeId.Any) : DuckMapping.ToDuck(type));

    /// <summary>The type of a table function's column.</summary>
    public static LogicalTypeHandle CreateColumn(Field column) => LogicalTypeWriter.Create(DuckMapping.ToDuck(column));
}
