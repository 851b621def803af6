namespace PostModern.Lake.S3;

/// <summary>Which S3 service is meant. Credentials come from AWS's own chain: environment, shared profile, web identity, instance role.</summary>
public sealed record S3Options
{
    /// <summary>The service's address such as <c>http://127.0.0.1:9000</c>; by default <c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL</c>, then AWS itself.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The region that requests are signed for; by default the one of AWS's chain, then <c>us-east-1</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket stands in the path instead of the host name; by default it does wherever an endpoint is given.</summary>
    public bool? PathStyle { get; init; }
}
