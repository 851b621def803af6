using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>
/// Intervals, as <see cref="TimeSpan"/> with days of 24 hours. One with months has no length of its own and comes back as <see cref="MonthDayNano"/>.
/// </summary>
internal sealed class IntervalReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(TimeSpan);

    public override object GetObject(int row) => Value(row).Months == 0 ? GetTimeSpan(row) : Value(row);

    public override TimeSpan GetTimeSpan(int row)
    {
        var value = Value(row);
        return value.Months == 0
            ? new TimeSpan(checked(value.Days * TimeSpan.TicksPerDay + TimeTicks.From(value.Nanoseconds, TimeUnit.Nanosecond)))
            : throw new InvalidCastException($"An interval in column '{Field.Name}' has months; read it as MonthDayNano.");
    }

    public override object ConvertTo(int row, Type target) => target == typeof(MonthDayNano) ? Value(row) : base.ConvertTo(row, target);

    private MonthDayNano Value(int row) => Column.Values<MonthDayNano>()[row];
}
