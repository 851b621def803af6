using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>
/// Timestamps: kind Utc where the column has a time zone, else Unspecified. DuckDB's infinities become the CLR's first and last instant.
/// </summary>
internal sealed class TimestampReader(Field field) : ColumnReader(field)
{
    private readonly TimeUnit _unit = ((TimestampType)field.Type).Unit;
    private readonly DateTimeKind _kind = ((TimestampType)field.Type).Timezone is null ? DateTimeKind.Unspecified : DateTimeKind.Utc;

    private FixedValues<long> _values;

    public override Type ClrType => typeof(DateTime);

    public override void Load(Column column)
    {
        base.Load(column);
        _values.Load(column.Buffers[0], column.Offset, column.Length);
    }

    public override object GetObject(int row) => GetDateTime(row);

    public override DateTime GetDateTime(int row) => _values[row] switch
    {
        long.MaxValue => DateTime.SpecifyKind(DateTime.MaxValue, _kind),
        -long.MaxValue => DateTime.SpecifyKind(DateTime.MinValue, _kind),
        var value => new DateTime(Ticks(value), _kind),
    };

    // A timestamp without time zone is UTC, as everywhere in PostModern.
    public override DateTimeOffset GetDateTimeOffset(int row) => new(DateTime.SpecifyKind(GetDateTime(row), DateTimeKind.Utc));

    public override DateOnly GetDateOnly(int row)
    {
        var value = GetDateTime(row);
        return value.TimeOfDay == TimeSpan.Zero
            ? DateOnly.FromDateTime(value)
            : throw new InvalidCastException($"A timestamp in column '{Field.Name}' has a time of day; it can't be read as DateOnly.");
    }

    private long Ticks(long value)
    {
        try
        {
            var ticks = checked(DateTime.UnixEpoch.Ticks + TimeTicks.From(value, _unit));
            if (ticks >= 0 && ticks <= DateTime.MaxValue.Ticks)
            {
                return ticks;
            }
        }
        catch (OverflowException)
        {
            // Said below, with the column's name.
        }

        throw new OverflowException($"A timestamp in column '{Field.Name}' lies outside the years 1 to 9999.");
    }
}
