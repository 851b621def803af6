using Google.Protobuf;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Actions;

/// <summary>Does one action.</summary>
/// <param name="context">The call.</param>
/// <param name="body">The request, packed or bare as the action has it.</param>
/// <returns>The body of the only result; null for none.</returns>
internal delegate Task<ByteString?> ActionHandler(CallContext context, ByteString body);
