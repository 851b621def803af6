using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace PostModern.Flight.Grpc;

/// <summary>How a call ended, read from the headers or trailers of its response.</summary>
internal static class ResponseStatus
{
    /// <param name="headers">Headers, or trailers.</param>
    /// <param name="isRequired">Whether the status must be here: in trailers.</param>
    /// <exception cref="RpcException">The call failed, or its end is missing.</exception>
    public static void ThrowUnlessOk(HttpResponseHeaders headers, bool isRequired)
    {
        if (Value(headers, "grpc-status") is not { } number)
        {
            if (isRequired)
            {
                throw new RpcException(GrpcStatusCode.Unavailable, "The stream ended without a status: the connection broke off.");
            }

            return;
        }

        var status = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? (GrpcStatusCode)code
            : GrpcStatusCode.Unknown;
        if (status != GrpcStatusCode.Ok)
        {
            throw Failure(headers, status);
        }
    }

    /// <summary>What an answer without gRPC in it means.</summary>
    public static GrpcStatusCode Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => GrpcStatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => GrpcStatusCode.PermissionDenied,
        HttpStatusCode.NotFound => GrpcStatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };

    private static RpcException Failure(HttpResponseHeaders headers, GrpcStatusCode status)
    {
        var message = Value(headers, "grpc-message") is { } text ? GrpcMessageText.Decode(text) : status.ToString();
        var details = Value(headers, ErrorDetails.HeaderName) is { } value && ErrorDetails.TryDecode(value, out var found) ? found : null;
        return new RpcException(status, message) { Details = details };
    }

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : null;
}
