using Amazon.Runtime;
using PostModern.Lake.Http;

namespace PostModern.Lake.S3;

/// <summary>Which S3 service is meant, and as whom.</summary>
public sealed record S3Options
{
    /// <summary>The service's address such as <c>http://127.0.0.1:9000</c>; by default <c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL</c>, then AWS itself.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The region that requests are signed for; by default the one of AWS's chain, then <c>us-east-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket stands in the path instead of the host name; by default it does wherever an endpoint is given.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>
    /// Who asks; by default whom AWS's own chain finds: environment, shared profile, web identity, instance role, and nobody where there is none.
    /// </summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>Which addresses may be connected to; null for all, since an administrator has chosen the service.</summary>
    public AddressPolicy? Addresses { get; init; }
}
