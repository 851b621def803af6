using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace PostModern.Server.Grpc;

/// <summary>What makes an HTTP request a gRPC call with protobuf messages.</summary>
internal static class GrpcContent
{
    public const string Type = "application/grpc";

    public static bool IsIn(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.ContentType == Type || IsSpelledOut(request.ContentType));

    /// <summary>Answers a browser, gRPC-Web or whoever else came to the wrong port.</summary>
    public static Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        response.ContentType = "text/plain";
        return response.WriteAsync("This is an Arrow Flight SQL server: it takes gRPC calls, application/grpc by POST over HTTP/2.\n");
    }

    private static bool IsSpelledOut(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType?.ToUpperInvariant() is "APPLICATION/GRPC" or "APPLICATION/GRPC+PROTO";
}
