using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Times of day. SQL's 24:00:00 has no <see cref="TimeOnly"/>: it comes back as a <see cref="TimeSpan"/> of a day.</summary>
internal sealed class TimeReader(Field field) : ColumnReader(field)
{
    private readonly TimeType _type = (TimeType)field.Type;

    public override Type ClrType => typeof(TimeOnly);

    public override object GetObject(int row)
    {
        var time = GetTimeSpan(row);
        return time.Ticks < TimeSpan.TicksPerDay ? TimeOnly.FromTimeSpan(time) : time;
    }

    public override TimeOnly GetTimeOnly(int row)
    {
        var time = GetTimeSpan(row);
        return time.Ticks < TimeSpan.TicksPerDay
            ? TimeOnly.FromTimeSpan(time)
            : throw new OverflowException($"Column '{Field.Name}' holds 24:00:00, which is no TimeOnly; read it as TimeSpan.");
    }

    public override TimeSpan GetTimeSpan(int row) =>
        new(TimeTicks.From(_type.BitWidth == 32 ? Column.Values<int>()[row] : Column.Values<long>()[row], _type.Unit));
}
