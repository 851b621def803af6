namespace PostModern.Tests.Lake.S3;

/// <summary>A test that only a real S3 service can pass: moto looks whether an object exists and then writes it, in two steps.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GivenS3FactAttribute() : ConditionalFactAttribute(S3Server.Given is null ? "PM_S3_ENDPOINT names no S3 service." : null);
