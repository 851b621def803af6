using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Dates; DuckDB's infinities become the CLR's first and last day.</summary>
internal sealed class DateReader(Field field) : ColumnReader(field)
{
    private const long MillisecondsPerDay = 86_400_000;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    private readonly DateUnit _unit = ((DateType)field.Type).Unit;

    public override Type ClrType => typeof(DateOnly);

    public override object GetObject(int row) => GetDateOnly(row);

    public override DateOnly GetDateOnly(int row)
    {
        if (_unit == DateUnit.Millisecond)
        {
            return DateOnly.FromDayNumber(checked((int)(Column.Values<long>()[row] / MillisecondsPerDay) + Epoch));
        }

        var days = Column.Values<int>()[row];
        return days switch
        {
            int.MaxValue => DateOnly.MaxValue,
            -int.MaxValue => DateOnly.MinValue,
            _ => FromEpoch(days),
        };
    }

    public override DateTime GetDateTime(int row) => GetDateOnly(row).ToDateTime(TimeOnly.MinValue);

    public override DateTimeOffset GetDateTimeOffset(int row) => new(GetDateTime(row), TimeSpan.Zero);

    private DateOnly FromEpoch(int days)
    {
        var number = (long)days + Epoch;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw new OverflowException($"A date in column '{Field.Name}' lies outside the years 1 to 9999.");
    }
}
