using PostModern.Server.Grpc;

namespace PostModern.Server.Sessions;

/// <summary>What a command works with: the call, the caller's session, and what all calls share.</summary>
internal sealed record CallContext(GrpcCall Call, ClientSession Session, ServerState Server)
{
    public CancellationToken Cancelled => Call.Cancelled;
}
