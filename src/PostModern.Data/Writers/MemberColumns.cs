using System.Linq.Expressions;
using System.Reflection;

namespace PostModern.Data.Writers;

/// <summary>The columns of objects: their public properties, and the fields of structs such as tuples.</summary>
internal static class MemberColumns<TRow>
{
    private static readonly MemberInfo[] s_members =
    [
        .. typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0),
        .. typeof(TRow).IsValueType ? typeof(TRow).GetFields(BindingFlags.Public | BindingFlags.Instance) : [],
    ];

    /// <exception cref="NotSupportedException">There are none.</exception>
    public static IReadOnlyList<string> Names => s_members.Length > 0 && ColumnTypes.Find(typeof(TRow)) is null
        ? [.. s_members.Select(member => member.Name)]
        : throw new NotSupportedException($"{typeof(TRow)} has no columns; copy objects with a public property for each.");

    /// <exception cref="NotSupportedException">A column's type doesn't say what to send.</exception>
    public static ColumnWriter<TRow>[] Create(IReadOnlyList<MappedColumn> columns) => [.. columns.Select(column => Create(s_members[column.Source], column))];

    private static ColumnWriter<TRow> Create(MemberInfo member, MappedColumn column)
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.MakeMemberAccess(row, member);
        var get = Expression.Lambda(value, row).Compile();
        var inner = Nullable.GetUnderlyingType(value.Type);
        var writer = inner is not null ? typeof(NullableWriter<,>) : value.Type.IsValueType ? typeof(ValueWriter<,>) : typeof(ReferenceWriter<,>);
        return (ColumnWriter<TRow>)Activator.CreateInstance(
            writer.MakeGenericType(typeof(TRow), inner ?? value.Type),
            column.Name,
            column.Choose(ColumnTypes.Find(value.Type), value.Type),
            get)!;
    }
}
