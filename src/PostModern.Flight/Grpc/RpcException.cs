namespace PostModern.Flight.Grpc;

/// <summary>A call that ended with a status other than OK, on either side of the wire.</summary>
public sealed class RpcException(GrpcStatusCode status, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public GrpcStatusCode Status { get; } = status;

    /// <summary>What the server says for programs; null when it says nothing, or the failure isn't the server's.</summary>
    public ErrorDetails? Details { get; init; }

    /// <summary>The failure as an SQLSTATE; null when the server doesn't say.</summary>
    public string? SqlState => Details?.Metadata.GetValueOrDefault(ErrorDetails.SqlStateKey);
}
