namespace PostModern.Flight.Grpc;

/// <summary>A call that ended with a status other than OK, on either side of the wire.</summary>
public sealed class RpcException(GrpcStatusCode status, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public GrpcStatusCode Status { get; } = status;
}
