using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Engine.Settings;
using PostModern.Server.Grpc;

namespace PostModern.Server.Sessions;

/// <summary>What drivers say about the session in headers of their calls; they send them with each, and headers we don't know are ignored.</summary>
/// <param name="Schema">The schema to start in; null for the default.</param>
internal sealed record SessionHeaders(string? Schema)
{
    private const string SchemaName = "schema";

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

        return new SessionHeaders(call.Header(SchemaName) is { Length: > 0 } schema ? schema : null);
    }

    /// <summary>Sets what a new session starts with; what it sets later stays, whatever the headers go on saying.</summary>
    /// <exception cref="ServerException">NotFound: there is no such schema.</exception>
    public void Apply(SessionOptions options)
    {
        if (Schema is not null)
        {
            options.Set(SchemaName, Schema);
        }
    }
}
