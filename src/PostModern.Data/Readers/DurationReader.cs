using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

internal sealed class DurationReader(Field field) : ColumnReader(field)
{
    private readonly TimeUnit _unit = ((DurationType)field.Type).Unit;

    public override Type ClrType => typeof(TimeSpan);

    public override object GetObject(int row) => GetTimeSpan(row);

    public override TimeSpan GetTimeSpan(int row) => new(TimeTicks.From(Column.Values<long>()[row], _unit));
}
