namespace PostModern.Tests.Lake.S3;

/// <summary>A test against an S3 service, with several data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3TheoryAttribute : TheoryAttribute
{
    public S3TheoryAttribute()
    {
        if (!S3Server.IsAvailable)
        {
            Skip = "There is no moto_server on the PATH, and PM_S3_ENDPOINT names no S3 service.";
        }
    }
}
