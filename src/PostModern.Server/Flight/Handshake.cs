using Google.Protobuf;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Server.Auth;
using PostModern.Server.Grpc;

namespace PostModern.Server.Flight;

/// <summary>Logging in. The token goes out at once, in the headers: C++, ODBC and Go never send a message.</summary>
internal static class Handshake
{
    public static async Task RunAsync(GrpcCall call, Authenticator authenticator)
    {
        var token = authenticator.LogIn(call.Header("authorization"));
        call.SetHeader("authorization", $"Bearer {token}");
        await call.SendHeadersAsync();
        while (await call.Input.ReadMessageAsync(HandshakeRequest.Parser, call.Cancelled) is not null)
        {
            // Rust's client wants exactly one answer to its one request.
            await call.WriteAsync(new HandshakeResponse { Payload = ByteString.CopyFromUtf8(token) });
        }

        call.SetTrailer("authorization", $"Bearer {token}");
    }
}
