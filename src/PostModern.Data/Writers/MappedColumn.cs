using PostModern.Arrow.Types;

namespace PostModern.Data.Writers;

/// <summary>A column to send.</summary>
/// <param name="Source">Its place among the source's columns.</param>
/// <param name="Name">What the destination calls it.</param>
/// <param name="Type">What the caller wants it sent as, or the destination has; null when neither is known.</param>
/// <param name="IsTypeWanted">Whether the type is the caller's word.</param>
internal sealed record MappedColumn(int Source, string Name, ArrowType? Type, bool IsTypeWanted)
{
    /// <summary>The type that values of a CLR type travel as.</summary>
    /// <param name="natural">Their own; null where the CLR type doesn't tell.</param>
    /// <exception cref="NotSupportedException">Nobody knows.</exception>
    public ArrowType Choose(ArrowType? natural, Type clrType) => (natural, Type) switch
    {
        (_, { } wanted) when IsTypeWanted => wanted,

        // Only where the destination's type keeps more of the value than its own: the digits of a decimal, the meaning of a clock.
        (null, { } there) => there,
        (DecimalType, DecimalType there) => there,
        (TimestampType, TimestampType there) => there,
        ({ } own, _) => own,
        _ => throw new NotSupportedException(
            $"Column '{Name}' holds values of type {clrType}, which doesn't say what to send; give its mapping a type, or copy into a table that has one."),
    };
}
