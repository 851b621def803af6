namespace PostModern.Flight.Grpc;

/// <summary>What one call carries besides its message.</summary>
/// <param name="Headers">Sent in addition to the channel's; lower-case names.</param>
/// <param name="Timeout">The whole call's deadline; null waits for ever.</param>
public sealed record GrpcCallOptions(IReadOnlyDictionary<string, string>? Headers = null, TimeSpan? Timeout = null)
{
    public static GrpcCallOptions Default { get; } = new();

    /// <summary>These options and one header more.</summary>
    public GrpcCallOptions With(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers ?? new Dictionary<string, string>()) { [name] = value } };
}
