using PostModern.Server.Grpc;

namespace PostModern.Server.Sessions;

/// <summary>What a command works with: the call, the caller's session, and what all calls share.</summary>
/// <param name="Call">The call.</param>
/// <param name="Session">Whose it is.</param>
/// <param name="Server">What all calls share.</param>
/// <param name="Cancelled">Nobody waits for the answer any more, or the session has been closed under the call.</param>
internal sealed record CallContext(GrpcCall Call, ClientSession Session, ServerState Server, CancellationToken Cancelled);
