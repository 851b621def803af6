using PostModern.Arrow.Types;

namespace PostModern.Server.Flight.Actions;

/// <summary>The types in which clients are told to send parameters; what they really send is trusted and cast.</summary>
internal static class ParameterSchema
{
    public static Schema Advertise(Schema schema) =>
        new(schema.Fields.Select(field => field with { Type = Advertise(field.Type), IsNullable = true }));

    private static ArrowType Advertise(ArrowType type) => type switch
    {
        // Drivers can't bind the null type; text is cast to whatever the place needs.
        NullType => ArrowTypes.Utf8,

        // JDBC writes milliseconds into whatever unit it is told.
        TimestampType timestamp => timestamp with { Unit = TimeUnit.Millisecond },
        TimeType => new TimeType(TimeUnit.Millisecond),
        _ => type,
    };
}
