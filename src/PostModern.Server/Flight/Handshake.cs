using Google.Protobuf;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Server.Auth;
using PostModern.Server.Grpc;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight;

/// <summary>Logging in. The token goes out at once, in the headers: C++, ODBC and Go never send a message.</summary>
internal static class Handshake
{
    public static async Task RunAsync(GrpcCall call, Authenticator authenticator)
    {
        // A client that asks for what isn't here hears it now, not with its first statement.
        SessionHeaders.Read(call);
        var token = await authenticator.LogInAsync(call.Credentials, call.Cancelled);
        call.SetHeader("authorization", $"Bearer {token}");
        call.SetHeader(DirectFetch.Header, "1");
        await call.SendHeadersAsync();
        while (await call.Input.ReadMessageAsync(HandshakeRequest.Parser, call.Cancelled) is not null)
        {
            // Rust's client wants exactly one answer to its one request.
            await call.WriteAsync(new HandshakeResponse { Payload = ByteString.CopyFromUtf8(token) });
        }

        call.SetTrailer("authorization", $"Bearer {token}");
    }
}
