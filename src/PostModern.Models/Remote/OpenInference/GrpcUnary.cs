using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Remote.OpenInference;

/// <summary>gRPC calls with one message there and one back, as HTTP/2 requests.</summary>
/// <remarks>gRPC over HTTP/2: a message is one byte for "not compressed", its length in 4 bytes, and itself; the status is in the trailers.</remarks>
internal static class GrpcUnary
{
    private const int PrefixLength = 5;

    public static HttpRequestMessage Request(Uri endpoint, string method, IMessage message)
    {
        var size = message.CalculateSize();
        var body = new byte[PrefixLength + size];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), size);
        message.WriteTo(body.AsSpan(PrefixLength));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, $"/inference.GRPCInferenceService/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }

    /// <exception cref="RemoteFailure">The call failed, or the answer is no such message.</exception>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, string model, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = Header(response, "grpc-status");
        if (status != "0")
        {
            throw Failed(model, status, Uri.UnescapeDataString(Header(response, "grpc-message") ?? "nothing more."));
        }

        if (body.Length < PrefixLength || body[0] != 0 || BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1)) != body.Length - PrefixLength)
        {
            throw new RemoteFailure(ErrorCode.Unavailable, $"The server of model '{model}' answered with {body.Length} bytes that are no gRPC message.");
        }

        try
        {
            return parser.ParseFrom(body.AsSpan(PrefixLength));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RemoteFailure(ErrorCode.Unavailable, $"The server of model '{model}' answered with a message that can't be read: {e.Message}", e);
        }
    }

    // A call that fails at once has its status in the headers.
    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailer) ? trailer.First()
        : response.Headers.TryGetValues(name, out var header) ? header.First()
        : null;

    private static RemoteFailure Failed(string model, string? status, string message)
    {
        _ = int.TryParse(status, CultureInfo.InvariantCulture, out var code);
        var said = $"The server of model '{model}' answers gRPC status {status ?? "none"}: {message}";
        return code switch
        {
            3 or 9 or 11 => new RemoteFailure(ErrorCode.InvalidInput, said),
            4 => new RemoteFailure(ErrorCode.Timeout, said),
            5 => new RemoteFailure(ErrorCode.NotFound, said),

            // Servers like to quote parts of the key.
            7 or 16 => new RemoteFailure(
                ErrorCode.PermissionDenied,
                $"The server of model '{model}' answers gRPC status {code}: it refuses the key, or wants one. Name one with OPTIONS (api_key_env '…') or (connection '…')."),
            8 => new RemoteFailure(ErrorCode.Unavailable, said) { IsTransient = true, IsOverload = true },
            12 => new RemoteFailure(ErrorCode.Unsupported, said),
            13 or 14 => new RemoteFailure(ErrorCode.Unavailable, said) { IsTransient = true },
            _ => new RemoteFailure(ErrorCode.Unavailable, said),
        };
    }
}
