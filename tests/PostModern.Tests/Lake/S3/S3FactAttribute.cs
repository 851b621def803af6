namespace PostModern.Tests.Lake.S3;

/// <summary>A test against an S3 service.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3FactAttribute()
    : ConditionalFactAttribute(S3Server.IsAvailable ? null : "There is no moto_server on the PATH, and PM_S3_ENDPOINT names no S3 service.");
