using System.Text;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Text: VARCHAR, ENUM, BIT, TIMETZ.</summary>
internal sealed class TextReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(string);

    public override object GetObject(int row) => GetString(row);

    public override string GetString(int row) => Encoding.UTF8.GetString(Column.GetBytes(row));

    public override object ConvertTo(int row, Type target)
    {
        if (target == typeof(char[]))
        {
            return GetString(row).ToCharArray();
        }

        // A CLR enum read from ENUM or VARCHAR goes by name, as Npgsql's mapped enums do.
        return target.IsEnum && Enum.TryParse(target, GetString(row), ignoreCase: true, out var member) ? member : base.ConvertTo(row, target);
    }
}
