namespace PostModern.Flight.Messages;

/// <summary>The protobuf tags of FlightData: field number × 8 + 2, all of them being length-delimited.</summary>
internal static class FlightDataFields
{
    public const uint Descriptor = (1 << 3) | 2;
    public const uint Header = (2 << 3) | 2;
    public const uint AppMetadata = (3 << 3) | 2;
    public const uint Body = (1000 << 3) | 2;
}
