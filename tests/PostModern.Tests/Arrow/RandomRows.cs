using System.Collections.Immutable;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow;

/// <summary>Columns and batches of random values, a fifth of them null; the same seed gives the same rows.</summary>
internal sealed class RandomRows(int seed)
{
    private const double NullShare = 0.2;
    private readonly Random _random = new(seed);

    public RecordBatch Batch(IReadOnlyList<Field> fields, int rows) =>
        new(new Schema(fields), rows, [.. fields.Select(field => Column(field.Type, rows))]);

    public RecordBatch Batch(Field field, int rows) => Batch([field], rows);

    public Column Column(ArrowType type, int rows)
    {
        var builder = ColumnBuilder.Create(type);
        for (var row = 0; row < rows; row++)
        {
            Append(builder, isNullable: true);
        }

        return builder.Build();
    }

    /// <summary>The same rows as a window into a longer batch.</summary>
    public static RecordBatch Slice(RecordBatch batch, int offset, int length)
    {
        ImmutableArray<Column> columns = [.. batch.Columns.Select(column => column.Slice(offset, length))];
        return new RecordBatch(batch.Schema, length, columns);
    }

    private void Append(ColumnBuilder builder, bool isNullable)
    {
        if (isNullable && _random.NextDouble() < NullShare)
        {
            builder.AppendNull();
            return;
        }

        switch (builder)
        {
            case NullBuilder:
                builder.AppendNull();
                break;
            case ListBuilder list:
                AppendMany(list.Items, _random.Next(5), isNullable: true);
                list.Append();
                break;
            case FixedSizeListBuilder list:
                AppendMany(list.Items, ((FixedSizeListType)list.Type).Size, isNullable: true);
                list.Append();
                break;
            case StructBuilder fields:
                foreach (var field in fields.Fields)
                {
                    Append(field, isNullable: true);
                }

                fields.Append();
                break;
            case MapBuilder map:
                var entries = _random.Next(4);
                AppendMany(map.Keys, entries, isNullable: false);
                AppendMany(map.Items, entries, isNullable: true);
                map.Append();
                break;
            case UnionBuilder union:
                var alternative = _random.Next(union.Alternatives.Count);
                Append(union.Alternatives[alternative], isNullable: true);
                union.Append(alternative);
                break;
            default:
                builder.AppendValue(Value(builder.Type));
                break;
        }
    }

    private void AppendMany(ColumnBuilder builder, int count, bool isNullable)
    {
        for (var i = 0; i < count; i++)
        {
            Append(builder, isNullable);
        }
    }

    private object Value(ArrowType type) => type switch
    {
        BooleanType => _random.Next(2) == 1,
        IntType { IsSigned: true } number => _random.NextInt64(long.MinValue, long.MaxValue) >> (64 - number.BitWidth),
        IntType number => (ulong)_random.NextInt64(long.MinValue, long.MaxValue) >> (64 - number.BitWidth),
        FloatType { BitWidth: 16 } => (Half)_random.Next(-2000, 2000),
        FloatType { BitWidth: 32 } => _random.NextSingle(),
        FloatType => _random.NextDouble() * Math.Pow(10, _random.Next(-300, 300)),
        DecimalType number => new BigDecimal(Digits(_random.Next(1, number.Precision + 1)), number.Scale),
        StringType => Text(),
        BinaryType => Bytes(_random.Next(20)),
        FixedSizeBinaryType binary => Bytes(binary.ByteWidth),
        DictionaryType { Value: ListType } => Enumerable.Range(0, _random.Next(3)).Select(_ => (object)$"inner {_random.Next(5)}").ToArray(),
        DictionaryType { Value: StringType } => $"value {_random.Next(20)}",
        DictionaryType => (long)_random.Next(20),
        _ => TemporalValue(type),
    };

    private object TemporalValue(ArrowType type) => type switch
    {
        DateType => new DateOnly(1950, 1, 1).AddDays(_random.Next(50_000)),
        TimeType => new TimeOnly(_random.NextInt64(TimeSpan.TicksPerDay)),
        TimestampType { Timezone: null } => new DateTime(1950, 1, 1).AddTicks(_random.NextInt64(100 * 365 * TimeSpan.TicksPerDay)),
        TimestampType => new DateTimeOffset(1950, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(_random.NextInt64(100 * 365 * TimeSpan.TicksPerDay)),
        DurationType => new TimeSpan(_random.NextInt64(-TimeSpan.TicksPerDay, TimeSpan.TicksPerDay)),
        IntervalType { Unit: IntervalUnit.YearMonth } => _random.Next(-500, 500),
        IntervalType { Unit: IntervalUnit.DayTime } => new DayTime(_random.Next(-500, 500), _random.Next(-1000, 1000)),
        _ => new MonthDayNano(_random.Next(-500, 500), _random.Next(-500, 500), _random.NextInt64(-10_000_000_000, 10_000_000_000)),
    };

    private BigInteger Digits(int count)
    {
        var digits = string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));
        return BigInteger.Parse(digits) * (_random.Next(2) == 0 ? 1 : -1);
    }

    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(12)).Select(_ => _random.Next(10) switch
    {
        0 => "é",
        1 => "漢",
        2 => "🙂",
        _ => ((char)_random.Next(32, 127)).ToString(),
    }));

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
