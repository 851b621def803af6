using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Server.Grpc;

namespace PostModern.Server.Sessions;

/// <summary>What drivers say about the session in headers of their calls; they send them with each, and headers we don't know are ignored.</summary>
/// <param name="Schema">The schema to start in; null for the default.</param>
internal sealed record SessionHeaders(string? Schema)
{
    private static readonly string[] CatalogNames = ["database", "catalog"];

    /// <exception cref="ServerException">NotFound: another catalog is asked for.</exception>
    public static SessionHeaders Read(GrpcCall call)
    {
        foreach (var name in CatalogNames)
        {
            if (call.Header(name) is { Length: > 0 } asked && !asked.Equals(QueryEngine.CatalogName, StringComparison.OrdinalIgnoreCase))
            {
                throw new ServerException(ErrorCode.NotFound, $"There is no {name} '{asked}'; the only one is '{QueryEngine.CatalogName}'.");
            }
        }

        return new SessionHeaders(call.Header("schema") is { Length: > 0 } schema ? schema : null);
    }
}
